import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Entry, newEntry } from "../dispatch/entry.ts";
import { makeId, makeTask, type TaskWish } from "../dispatch/testing/simulation.ts";
import { type Priority, priorities } from "../job/priority.ts";
import { TaskQueue } from "./order.ts";
import { defaultPlanConfig } from "./planConfig.ts";

const entryOf = (ms: number, wish: TaskWish = {}): Entry =>
  newEntry(makeTask(wish), { ms, peakBytes: 1, leastPeakBytes: 1 }, 0, defaultPlanConfig);
const queueOf = (entries: readonly Entry[]): TaskQueue => {
  const queue = new TaskQueue({ ageing: false, ageingMs: 1 });
  for (const entry of entries) queue.add(entry, 0);
  return queue;
};
const [jobA, jobB, jobC] = [makeId(0xa), makeId(0xb), makeId(0xc)];

describe("tasks moved to the top", () => {
  it("come before all others of their class, by move, and within a move the longest first", () => {
    const [a, b, c, d, e] = [entryOf(5), entryOf(4), entryOf(3), entryOf(2), entryOf(1)] as const;
    const queue = queueOf([a, b, c, d, e]);
    queue.moveToTop([d]);
    queue.moveToTop([e, c]);
    expect([...queue.due(0)]).toEqual([d, c, e, a, b]);
    expect([...queue.dueWith(c)]).toEqual([c, e]);
    expect([...queue.dueWith(a)]).toEqual([a, b]);
  });

  it("keep their place when they are moved again", () => {
    const [a, b] = [entryOf(2), entryOf(1)] as const;
    const queue = queueOf([a, b]);
    queue.moveToTop([b]);
    queue.moveToTop([a]);
    queue.moveToTop([b]);
    expect([...queue.due(0)]).toEqual([b, a]);
  });

  it("do not pass a more urgent class", () => {
    const [urgent, normal] = [entryOf(1, { priority: "interactive" }), entryOf(2)] as const;
    const queue = queueOf([normal, urgent]);
    queue.moveToTop([normal]);
    expect([...queue.due(0)]).toEqual([urgent, normal]);
  });

  it("are there when they come back from an encoder, and go to no batch of another job", () => {
    const [a, b, other] = [entryOf(2), entryOf(1), entryOf(9, { jobId: jobB })] as const;
    const queue = queueOf([a, b, other]);
    queue.take(b, 0);
    queue.moveToTop([other]);
    queue.moveToTop([b]);
    queue.giveBack(b, 0);
    expect([...queue.due(0)]).toEqual([other, b, a]);
    expect([...queue.dueWith(other)]).toEqual([other]);
  });

  it("neither take their job's turn nor let their class age less", () => {
    const moved = entryOf(100, { jobId: jobA });
    const [ofA, ofB] = [entryOf(1, { jobId: jobA }), entryOf(1, { jobId: jobB })] as const;
    const queue = queueOf([moved, ofA, ofB]);
    queue.moveToTop([moved]);
    queue.take(moved, 0);
    expect([...queue.due(0)]).toEqual([ofA, ofB]);
    const aging = new TaskQueue({ ageing: true, ageingMs: 1000 });
    const alone = entryOf(1, { priority: "background" });
    aging.add(alone, 0);
    aging.moveToTop([alone]);
    expect(aging.isOverdue(alone, 1000)).toBe(true);
  });
});

describe("a job moved to the top", () => {
  it("comes before the turns of other jobs and behind single tasks that were moved, with what is still to come of it", () => {
    const [a, b, c] = [entryOf(1, { jobId: jobA }), entryOf(1, { jobId: jobB }), entryOf(1, { jobId: jobC })] as const;
    const turn = entryOf(9, { jobId: jobA });
    const queue = queueOf([b, c, a, turn]);
    queue.moveJobToTop(jobC, 1, [c]);
    queue.moveJobToTop(jobB, 2, [b]);
    queue.moveToTop([a]);
    const later = entryOf(3, { jobId: jobC, toppedAt: 1 });
    queue.add(later, 0);
    expect([...queue.due(0)]).toEqual([a, later, c, b, turn]);
  });

  it("does not make newcomers wait until others have had as much", () => {
    const moved = [entryOf(1000, { jobId: jobA }), entryOf(1, { jobId: jobA })] as const;
    const waiting = entryOf(10, { jobId: jobB });
    const queue = queueOf([...moved, waiting]);
    queue.moveJobToTop(jobA, 1, moved);
    queue.take(moved[0], 0);
    const newcomer = entryOf(10, { jobId: jobC });
    queue.add(newcomer, 0);
    queue.take(waiting, 0);
    expect([...queue.due(0)]).toEqual([moved[1], newcomer]);
  });
});

describe("another priority", () => {
  it("moves a waiting task to the other class, its place at the top kept", () => {
    const [a, b, urgent] = [entryOf(2), entryOf(1), entryOf(9, { priority: "interactive", jobId: jobB })] as const;
    const queue = queueOf([a, b, urgent]);
    queue.moveToTop([b]);
    queue.setPriority(makeId(1), "interactive", [a, b], 0);
    expect([...queue.due(0)]).toEqual([b, urgent, a]);
  });

  it("of a task that was taken gives the turn back to the class that had it", () => {
    const queue = new TaskQueue({ ageing: true, ageingMs: 1000 });
    const first = entryOf(2, { priority: "background" });
    const second = entryOf(1, { priority: "background", jobId: jobB });
    queue.add(first, 0);
    queue.add(second, 0);
    queue.take(first, 900);
    queue.setPriority(makeId(1), "normal", [first], 900);
    queue.giveBack(first, 950);
    expect(queue.isOverdue(second, 1000)).toBe(true);
    expect([...queue.due(1000)]).toEqual([second, first]);
  });
});

it("another priority joins a job's tasks that were of two classes", () => {
  const [a, b, c] = [entryOf(2), entryOf(3, { priority: "background" }), entryOf(1, { priority: "background" })] as const;
  const queue = queueOf([a, b, c]);
  queue.moveToTop([c]);
  queue.setPriority(makeId(1), "normal", [a, b, c], 0);
  expect([...queue.due(0)]).toEqual([c, b, a]);
  expect(queue.size).toBe(3);
});

type Step =
  | { readonly type: "add"; readonly ms: number; readonly job: number; readonly priority: Priority }
  | { readonly type: "remove" | "take" | "giveBack" | "move" | "setPriority"; readonly at: number; readonly priority: Priority };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("add" as const),
      ms: fc.integer({ min: 1, max: 5 }),
      job: fc.integer({ min: 1, max: 3 }),
      priority: fc.constantFrom(...priorities),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom("remove", "take", "giveBack", "move", "setPriority" as const),
      at: fc.nat(50),
      priority: fc.constantFrom(...priorities),
    }),
  },
);

it("whatever is added, taken, given back, moved and changed: what waits is due once, by class, then by move, then by length within its job", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const queue = new TaskQueue({ ageing: false, ageingMs: 1 });
      const waiting: Entry[] = [];
      const taken: Entry[] = [];
      const pick = (from: Entry[], at: number): Entry | undefined => from.splice(at % Math.max(1, from.length), 1)[0];
      for (const each of steps) {
        if (each.type === "add") {
          const entry = entryOf(each.ms, { jobId: makeId(each.job), priority: each.priority });
          queue.add(entry, 0);
          waiting.push(entry);
          continue;
        }
        const entry = pick(each.type === "giveBack" ? taken : waiting, each.at);
        if (entry === undefined) continue;
        if (each.type === "remove") queue.remove(entry);
        else if (each.type === "take") {
          queue.take(entry, 0);
          taken.push(entry);
        } else {
          if (each.type === "giveBack") queue.giveBack(entry, 0);
          else if (each.type === "move") queue.moveToTop([entry, ...taken.slice(0, 1)]);
          else
            queue.setPriority(
              entry.task.jobId,
              each.priority,
              [...waiting, entry, ...taken].filter(({ task }) => task.jobId === entry.task.jobId),
              0,
            );
          waiting.push(entry);
        }
      }
      const due = [...queue.due(0)];
      expect(new Set(due)).toEqual(new Set(waiting));
      expect(due).toHaveLength(waiting.length);
      expect(queue.size).toBe(waiting.length);
      expect(queue.workMs).toBe(waiting.reduce((sum, { orderMs }) => sum + orderMs, 0));
      const rank = ({ priority, move }: Entry) => [priorities.indexOf(priority), move ?? Number.POSITIVE_INFINITY] as const;
      for (const [index, entry] of due.entries()) {
        const next = due[index + 1];
        if (next === undefined) continue;
        const [a, b] = [rank(entry), rank(next)];
        expect(a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1])).toBe(true);
        if (a[0] === b[0] && a[1] === b[1] && entry.task.jobId === next.task.jobId)
          expect(entry.orderMs).toBeGreaterThanOrEqual(next.orderMs);
      }
    }),
  );
});
