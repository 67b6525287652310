import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Id } from "../job/id.ts";
import { priorities } from "../job/priority.ts";
import { makeId, makeTask, simulate } from "./testing/simulation.ts";

const [jobA, jobB] = [makeId(0xa), makeId(0xb)];
const startedIds = ({ pool }: ReturnType<typeof simulate>): Id[] => pool.started.map(({ task }) => task.id);
/** Tasks of a second each, so that each is a batch of its own. */
const longTasks = (count: number, jobId: Id) =>
  Array.from({ length: count }, () => makeTask({ jobId, priority: "background", info: { width: 4000, height: 4000 } }));
const oneByOne = () => simulate({ encoders: 1, config: { inFlight: 1, batchMs: 1 }, fate: () => ({ ms: 1000 }) });

describe("a job's priority", () => {
  it("that is raised lets its waiting tasks begin before those of other jobs", () => {
    const run = oneByOne();
    const [a, b] = [longTasks(5, jobA), longTasks(5, jobB)];
    run.dispatcher.submit([...a, ...b]);
    run.pool.run(500);
    run.dispatcher.setPriority(jobB, "normal");
    run.pool.run();
    const order = startedIds(run);
    const last = Math.max(...b.map(({ id }) => order.indexOf(id)));
    // What was sent ahead keeps its place; with turns alone the last of them would be the ninth.
    expect(last).toBeLessThanOrEqual(6);
    expect(new Set(order)).toEqual(new Set([...a, ...b].map(({ id }) => id)));
  });

  it("raised to interactive is next, before all that is unbegun, though it had been sent ahead behind others", () => {
    const run = simulate({ encoders: 1, config: { inFlight: 1 }, fate: () => ({ ms: 20 }) });
    const small = { width: 200, height: 200 };
    const others = Array.from({ length: 200 }, () => makeTask({ jobId: jobA, info: small }));
    const mine = makeTask({ jobId: jobB, info: small });
    run.dispatcher.submit([...others, mine]);
    run.pool.run(15);
    const begun = startedIds(run).length;
    run.dispatcher.setPriority(jobB, "interactive");
    run.pool.run();
    expect(startedIds(run).indexOf(mine.id)).toBeLessThanOrEqual(begun + 1);
    expect(run.ends).toHaveLength(201);
  });

  it("raised to interactive leaves where they are tasks sent ahead, where nothing is asked back, and changes nothing where priorities are off", () => {
    for (const off of [{ recall: false }, { priorities: false }]) {
      const run = simulate({ encoders: 1, config: { inFlight: 1, ...off }, fate: () => ({ ms: 20 }) });
      const tasks = Array.from({ length: 20 }, () => makeTask({ jobId: jobA, info: { width: 200, height: 200 } }));
      run.dispatcher.submit(tasks);
      run.pool.run(15);
      run.dispatcher.setPriority(jobA, "interactive");
      run.pool.run();
      expect(run.queued).toEqual([]);
      expect(run.ends).toHaveLength(20);
    }
  });

  it("that is lowered lets the tasks of others begin first", () => {
    const run = oneByOne();
    const [a, b] = [longTasks(4, jobA), longTasks(2, jobB)];
    run.dispatcher.submit(a);
    run.pool.run(100);
    run.dispatcher.setPriority(jobA, "background");
    run.dispatcher.submit(b.map((task) => ({ ...task, priority: "normal" as const })));
    run.pool.run();
    const order = startedIds(run);
    expect(Math.max(...b.map(({ id }) => order.indexOf(id)))).toBeLessThan(order.length - 1);
    expect(
      a.map(({ id }) => order.indexOf(id)).filter((at) => at > Math.max(...b.map(({ id }) => order.indexOf(id)))).length,
    ).toBeGreaterThanOrEqual(2);
  });
});

describe("moved to the top", () => {
  it("tasks begin next, in the order of being moved; unknown ones are passed over", () => {
    const run = oneByOne();
    const tasks = longTasks(8, jobA);
    run.dispatcher.submit(tasks);
    run.pool.run(100);
    const [x, y] = [tasks[7], tasks[5]] as const;
    run.dispatcher.moveToTop([x?.id ?? ""]);
    run.dispatcher.moveToTop([makeId(404), y?.id ?? ""]);
    run.pool.run();
    const order = startedIds(run);
    expect(order.indexOf(x?.id ?? "")).toBeLessThanOrEqual(2);
    expect(order.indexOf(y?.id ?? "")).toBe(order.indexOf(x?.id ?? "") + 1);
  });

  it("a job is done before another that came first, with tasks that come to it later", () => {
    const run = oneByOne();
    const [a, b] = [longTasks(6, jobA), longTasks(2, jobB)];
    run.dispatcher.submit([...a, ...b]);
    run.pool.run(100);
    run.dispatcher.moveJobToTop(jobB, 5);
    const later = longTasks(1, jobB).map((task) => ({ ...task, toppedAt: 5 }));
    run.dispatcher.submit(later);
    run.pool.run();
    const order = startedIds(run);
    expect(Math.max(...[...b, ...later].map(({ id }) => order.indexOf(id)))).toBeLessThanOrEqual(4);
  });
});

it("whatever is moved and raised in whatever order, every task ends once", () => {
  const move = fc.record({
    at: fc.integer({ min: 0, max: 400 }),
    kind: fc.constantFrom("setPriority", "moveToTop", "moveJobToTop"),
    job: fc.constantFrom(jobA, jobB),
    task: fc.nat(39),
    priority: fc.constantFrom(...priorities),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (moves, encoders) => {
      const run = simulate({ encoders, fate: () => ({ ms: 10 }) });
      const tasks = Array.from({ length: 40 }, (_, index) =>
        makeTask({ jobId: index % 2 === 0 ? jobA : jobB, info: { width: 100 + index, height: 100 } }),
      );
      run.dispatcher.submit(tasks);
      for (const { at, kind, job, task, priority } of moves) {
        run.pool.at(at, () => {
          if (kind === "setPriority") run.dispatcher.setPriority(job, priority);
          else if (kind === "moveToTop") run.dispatcher.moveToTop([tasks[task]?.id ?? ""]);
          else run.dispatcher.moveJobToTop(job, at);
        });
      }
      run.pool.run();
      expect(run.ends.map(({ task }) => task.id).sort()).toEqual(tasks.map(({ id }) => id).sort());
      expect(run.dispatcher.unfinished).toBe(0);
    }),
  );
});
