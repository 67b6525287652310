import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EncoderLoad } from "../dispatch/encoderLoad.ts";
import { type Entry, moveTo, newEntry } from "../dispatch/entry.ts";
import { makeId, makeTask, type TaskWish } from "../dispatch/testing/simulation.ts";
import { fitsAlone, reservationBytes } from "./admit.ts";
import { budgetBytes, defaultMemoryCapBytes } from "./budget.ts";
import { intakeOf } from "./intake.ts";
import { TaskQueue } from "./order.ts";
import { defaultPlanConfig } from "./planConfig.ts";
import { affordableEncoders, poolSize, tasksInFlight } from "./poolSize.ts";
import { recallForIdle, recallForInteractive } from "./recall.ts";
import { takesOneMore } from "./size.ts";
import { threadsFor } from "./tail.ts";

const entryOf = (ms: number, wish: TaskWish = {}, peakBytes = 10e6): Entry =>
  newEntry(makeTask(wish), { ms, peakBytes, leastPeakBytes: peakBytes }, 0, defaultPlanConfig);

describe("pool size", () => {
  it.each([
    [0.5, 2],
    [1, 2],
    [2, 2],
    [2.5, 3],
    [4, 4],
    [16, 16],
    [64, 16],
  ])("for %d cores is %i", (cores, encoders) => {
    expect(poolSize(cores)).toBe(encoders);
  });

  it.each([
    [1, 2],
    [4, 2],
    [9, 4],
    [64, 16],
  ])("of the heritage formula for %d cores is %i", (cores, encoders) => {
    expect(poolSize(cores, "heritage")).toBe(encoders);
  });

  it.each([
    [2, 2, 2],
    [2, 1, 3],
    [1, 2, 2],
    [16, 16, 2],
    [32, 16, 3],
    [64, 16, 5],
    [256, 16, 8],
  ])("has on %i cores and %i encoders %i tasks in flight in each", (cores, encoders, inFlight) => {
    expect(tasksInFlight(cores, encoders)).toBe(inFlight);
  });

  it("is never more than the budget affords, and at least one", () => {
    expect(affordableEncoders(1e9)).toBe(7);
    expect(affordableEncoders(0)).toBe(1);
  });
});

describe("budget", () => {
  it.each([
    ["the cap, on a roomy machine", 24e9, 4e9, 4e9],
    ["0.7 of what is available above 16 GB", 20e9, 100e9, 14e9],
    ["0.5 at exactly 16 GB", 16e9, 100e9, 8e9],
    ["0.5 of what is available below", 4e9, defaultMemoryCapBytes, 2e9],
  ])("is %s", (_, available, cap, budget) => {
    expect(budgetBytes(available, cap)).toBe(budget);
  });
});

describe("reservation", () => {
  it("is the base of an idle encoder", () => {
    expect(reservationBytes(70, [], 2)).toBe(70);
  });

  it("adds the largest estimates, as many as run at once", () => {
    expect(reservationBytes(70, [5, 40, 10, 30], 2)).toBe(140);
    expect(reservationBytes(70, [5], 2)).toBe(75);
  });

  it("says what fits with all else idle", () => {
    expect(fitsAlone(140, 60, 200)).toBe(true);
    expect(fitsAlone(140, 61, 200)).toBe(false);
  });
});

describe("a batch", () => {
  const config = defaultPlanConfig;
  /** Tasks of one size that go into a batch. */
  const filled = (taskMs: number, tasks: number, encoders: number, known = true): number => {
    let count = 1;
    const remaining = { tasks, workMs: tasks * taskMs, encoders, takers: encoders, known };
    while (count < tasks && takesOneMore({ count, ms: count * taskMs }, taskMs, remaining, config)) count += 1;
    return count;
  };

  it.each([
    ["the maximum of tiny tasks", 1, 10_000, 2, 100],
    ["half a second of work", 20, 10_000, 2, 25],
    ["half an even share of what remains", 5, 120, 2, 30],
    ["the wished minimum of small tasks towards the tail", 5, 30, 2, 10],
    ["never more small tasks than an even share", 5, 6, 2, 3],
    ["a large task for itself, though it exceeds every bound", 5000, 100, 2, 1],
    ["large tasks one by one, when few are left", 200, 8, 4, 1],
    ["a single task", 5, 1, 8, 1],
  ])("has %s", (_, taskMs, tasks, encoders, count) => {
    expect(filled(taskMs, tasks, encoders)).toBe(count);
  });

  it("is a share of the work that remains, however many tasks hold it", () => {
    const takes = (tasks: number) =>
      takesOneMore({ count: 20, ms: 100 }, 5, { tasks, workMs: 400, encoders: 2, takers: 2, known: true }, config);
    expect([80, 1000, 10_000].map(takes)).toEqual([false, false, false]);
    expect(takesOneMore({ count: 19, ms: 95 }, 5, { tasks: 25, workMs: 400, encoders: 2, takers: 2, known: true }, config)).toBe(
      true,
    );
  });

  it("of a kind that nothing was measured of has the first guess at most", () => {
    expect(filled(1, 10_000, 2, false)).toBe(20);
  });

  it("has between one task and the maximum, for any work", () => {
    const ms = fc.double({ min: 0.1, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(
        ms,
        fc.integer({ min: 1, max: 1e5 }),
        fc.integer({ min: 1, max: 64 }),
        fc.boolean(),
        (taskMs, tasks, encoders, known) => {
          const count = filled(taskMs, tasks, encoders, known);
          expect(count).toBeLessThanOrEqual(Math.min(known ? config.maxBatch : config.firstBatch, tasks));
          if (count > 1) expect(count * taskMs).toBeLessThanOrEqual(config.batchMs * 1.000001);
        },
      ),
    );
  });
});

describe("threads", () => {
  it.each([
    [10, 8, 1],
    [8, 8, 1],
    [4, 8, 2],
    [1, 8, 8],
    [0, 8, 8],
    [1, 0.5, 1],
  ])("of %i tasks left on %d cores are %i each", (tasks, cores, threads) => {
    expect(threadsFor(tasks, cores, defaultPlanConfig)).toBe(threads);
  });
});

describe("order", () => {
  const drain = (queue: TaskQueue, now: number) => [...queue.due(now)];

  it("is by class, then longest first, and the earlier of equals first", () => {
    const queue = new TaskQueue({ ageing: true, ageingMs: 1000 });
    const [short, long, twin] = [entryOf(1), entryOf(9), entryOf(9)];
    const urgent = entryOf(1, { priority: "interactive" });
    const background = entryOf(99, { priority: "background" });
    for (const entry of [short, background, long, twin, urgent]) queue.add(entry, 0);
    expect(drain(queue, 0)).toEqual([urgent, long, twin, short, background]);
    expect([...queue.dueWith(long)]).toEqual([long, twin, short]);
    expect([...queue.dueWith(entryOf(1, { jobId: makeId(7) }))]).toEqual([]);
  });

  it("puts the class that waited longest past the ageing time first, for one turn", () => {
    const queue = new TaskQueue({ ageing: true, ageingMs: 1000 });
    const [urgent, normal, background, second] = [
      entryOf(1, { priority: "interactive" }),
      entryOf(1),
      entryOf(1, { priority: "background" }),
      entryOf(1, { priority: "background" }),
    ];
    queue.add(background, 0);
    queue.add(second, 0);
    queue.add(normal, 100);
    queue.add(urgent, 1500);
    expect(drain(queue, 1500)[0]).toBe(background);
    expect(queue.isOverdue(background, 1500)).toBe(true);
    queue.take(background, 1500);
    expect(queue.isOverdue(second, 1500)).toBe(false);
    expect(drain(queue, 1500)).toEqual([normal, urgent, second]);
  });

  it("of two classes past the ageing time takes the one that waited longer", () => {
    const queue = new TaskQueue({ ageing: true, ageingMs: 1000 });
    const [normal, background] = [entryOf(1), entryOf(1, { priority: "background" })];
    queue.add(normal, 100);
    queue.add(background, 0);
    expect(drain(queue, 2000)).toEqual([background, normal]);
  });

  it("gives the job with the least work so far its turn, and a newcomer no credit for the past", () => {
    const queue = new TaskQueue({ ageing: true, ageingMs: 1000 });
    const first = [entryOf(5), entryOf(5), entryOf(5)];
    for (const entry of first) queue.add(entry, 0);
    queue.take(first[0] as Entry, 0);
    queue.take(first[1] as Entry, 0);
    const [newcomer, next] = [entryOf(6, { jobId: makeId(2) }), entryOf(6, { jobId: makeId(2) })] as const;
    queue.add(newcomer, 0);
    queue.add(next, 0);
    expect(drain(queue, 0)).toEqual([newcomer, next, first[2]]);
    queue.take(newcomer, 0);
    // It began where the other job's last turn did, at 5: with 6 more it has had more than that job's 10.
    expect(drain(queue, 0)).toEqual([first[2], next]);
    expect(queue.size).toBe(2);
  });

  it("forgets what is removed, and says so", () => {
    const queue = new TaskQueue({ ageing: true, ageingMs: 1000 });
    const entry = entryOf(1);
    queue.add(entry, 0);
    expect(queue.remove(entry)).toBe(true);
    expect(queue.remove(entry)).toBe(false);
    expect(() => queue.take(entry, 0)).toThrow("was not waiting");
    const other = entryOf(1);
    queue.add(other, 0);
    expect(queue.remove(entry)).toBe(false);
    expect(() => queue.take(entry, 0)).toThrow("was not waiting");
  });
});

describe("an entry", () => {
  it("refuses a transition that is not in the table", () => {
    const entry = entryOf(1);
    expect(() => moveTo(entry, "running")).toThrow("queued cannot become running");
    moveTo(entry, "assigned");
    expect(entry.state).toBe("assigned");
  });
});

/** A warm encoder of one task in flight. */
const load = (id: number, ready: readonly Entry[], running: readonly Entry[] = []) => {
  const encoder = new EncoderLoad(id, 70e6, 1);
  encoder.warm = true;
  for (const entry of ready) encoder.ready.add(entry);
  for (const entry of running) encoder.running.add(entry);
  return encoder;
};

describe("intake", () => {
  const takes = (encoder: EncoderLoad): boolean => intakeOf(defaultPlanConfig).takes(encoder, [encoder]);

  it("has an encoder take more while less than half a batch's work is ready behind what it runs", () => {
    expect(takes(load(1, []))).toBe(true);
    expect(takes(load(1, [entryOf(240)], [entryOf(9000)]))).toBe(true);
    expect(takes(load(1, [entryOf(240), entryOf(9)], [entryOf(9000)]))).toBe(true);
    expect(takes(load(1, [entryOf(240), entryOf(10)], [entryOf(9000)]))).toBe(false);
  });

  it("has none take more that is not warm, retires, or has a task that is to be alone", () => {
    const [cold, retiring] = [load(1, []), load(2, [])];
    cold.warm = false;
    retiring.retiring = true;
    const alone = load(3, [], [{ ...entryOf(1), blamed: true }]);
    expect([cold, retiring, alone].map(takes)).toEqual([false, false, false]);
  });
});

describe("recall", () => {
  it("for an interactive task takes back all that is less urgent, unbegun and not overdue", () => {
    const [one, urgent, asked, cancelled, overdue] = [
      entryOf(1),
      entryOf(1, { priority: "interactive" }),
      { ...entryOf(1), recalling: true },
      { ...entryOf(1), cancelledAt: 0 },
      { ...entryOf(1), overdue: true },
    ];
    const encoder = load(1, [one, urgent, asked, cancelled, overdue]);
    expect(recallForInteractive([encoder, load(2, [])])).toEqual([{ encoder, entries: [one] }]);
  });

  it("for an idle encoder takes half of the longest backlog", () => {
    const entries = [entryOf(10), entryOf(10), entryOf(10)];
    const busy = load(1, entries, [entryOf(10)]);
    const lessBusy = load(3, [entryOf(9), entryOf(9)], [entryOf(10)]);
    expect(recallForIdle([busy, load(2, []), lessBusy], 1e9)).toEqual({ encoder: busy, entries: entries.slice(1) });
  });

  it("is nothing where none is idle, nothing waits, or the budget would not admit it", () => {
    const busy = load(1, [entryOf(10)], [entryOf(10)]);
    expect(recallForIdle([busy], 1e9)).toBeNull();
    expect(recallForIdle([load(1, [])], 1e9)).toBeNull();
    expect(recallForIdle([load(1, []), load(2, [])], 1e9)).toBeNull();
    expect(recallForIdle([busy, load(2, [])], 155e6)).toBeNull();
    const asked = load(1, [{ ...entryOf(10), recalling: true }], [entryOf(10)]);
    expect(recallForIdle([asked, load(2, [])], 1e9)).toBeNull();
    const retiring = load(2, []);
    retiring.retiring = true;
    expect(recallForIdle([busy, retiring], 1e9)).toBeNull();
  });
});
