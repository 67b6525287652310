import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeId, makeTask, simulate } from "../dispatch/testing/simulation.ts";

const widths = fc.array(fc.integer({ min: 50, max: 5000 }), { minLength: 2, maxLength: 60 });
const encoders = fc.integer({ min: 1, max: 8 });
const few = { numRuns: 40 };

describe("for any work", () => {
  it("an encoder begins the longest task first, by what is expected", () => {
    fc.assert(
      fc.property(widths, (given) => {
        const { dispatcher, pool } = simulate({ encoders: 1, config: { inFlight: 1 } });
        dispatcher.submit(given.map((width) => makeTask({ info: { width } })));
        pool.run();
        expect(pool.started.map(({ task }) => task.info.width)).toEqual(given.toSorted((a, b) => b - a));
      }),
      few,
    );
  });

  it("two jobs of a class are served alike, within a task of each", () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 3000 }), fc.integer({ min: 300, max: 3000 }), (one, other) => {
        const { dispatcher, pool, model } = simulate({ encoders: 1, config: { inFlight: 1, batchMs: 1 } });
        const job = (number: number, width: number) =>
          Array.from({ length: 40 }, () => makeTask({ jobId: makeId(number), info: { width } }));
        const [first, second] = [job(1, one), job(2, other)];
        const costs = [first, second].map(([task]) => model.estimate(task ?? makeTask()).ms);
        dispatcher.submit([...first, ...second]);
        const served: [number, number] = [0, 0];
        pool.run(20 * Math.min(...costs));
        for (const { task } of pool.started) served[task.jobId === makeId(1) ? 0 : 1] += model.estimate(task).ms;
        expect(Math.abs(served[0] - served[1])).toBeLessThanOrEqual(costs.reduce((sum, ms) => sum + ms, 0) * 1.5);
      }),
      few,
    );
  });

  it("batches of small tasks shrink towards the tail", () => {
    fc.assert(
      fc.property(encoders, fc.integer({ min: 50, max: 600 }), (count, tasks) => {
        const { dispatcher, pool } = simulate({ encoders: count, config: { recall: false, spareLongest: false, inFlight: 1 } });
        dispatcher.submit(Array.from({ length: tasks }, () => makeTask({ info: { width: 200, height: 200 } })));
        pool.run();
        // The first guess comes before anything was measured; from then on no batch is larger than the one before it.
        const sizes = pool.sent.map(({ tasks: of }) => of.length).slice(2 * count);
        for (const [index, size] of sizes.entries()) expect(size).toBeLessThanOrEqual((sizes[index - 1] ?? size) + 1);
      }),
      few,
    );
  });

  it("no encoder waits for another while tasks wait", () => {
    fc.assert(
      fc.property(encoders, fc.array(fc.integer({ min: 10, max: 900 }), { minLength: 20, maxLength: 60 }), (count, times) => {
        const tasks = times.map(() => makeTask());
        const ms = new Map(tasks.map(({ id }, index) => [id, times[index] ?? 1]));
        const { dispatcher, pool } = simulate({
          encoders: count,
          config: { inFlight: 1 },
          fate: ({ id }) => ({ ms: ms.get(id) ?? 1 }),
        });
        dispatcher.submit(tasks);
        pool.run();
        const lastBegin = Math.max(...pool.started.map(({ at }) => at));
        for (const encoder of new Set(pool.runs.map((run) => run.encoder))) {
          const own = pool.runs.filter((run) => run.encoder === encoder && run.startedMs <= lastBegin);
          for (const [index, run] of own.entries()) expect(run.startedMs - (own[index - 1]?.endedMs ?? 0)).toBeLessThan(0.3);
        }
      }),
      few,
    );
  });

  it("an interactive task is the next to begin, whenever it comes", () => {
    fc.assert(
      fc.property(
        encoders,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 3000 }),
        widths,
        (count, inFlight, at, given) => {
          const { dispatcher, pool } = simulate({ encoders: count, config: { inFlight } });
          dispatcher.submit(given.map((width) => makeTask({ info: { width }, priority: "background" })));
          const interactive = makeTask({ priority: "interactive", jobId: makeId(2) });
          pool.at(at, () => dispatcher.submit([interactive]));
          pool.run();
          // What was on its way to an encoder when it came cannot be stopped: a word and its answer take 0.1 ms.
          const after = pool.started.filter((begun) => begun.at > at + 0.11);
          const begun = pool.started.find(({ task }) => task === interactive);
          expect((begun?.at ?? 0) <= at + 0.11 || after[0]?.task === interactive).toBe(true);
        },
      ),
      few,
    );
  });

  it("a task whose encoder crashed is alone in an encoder when it runs again", () => {
    fc.assert(
      fc.property(encoders, fc.integer({ min: 1, max: 3 }), widths, (count, inFlight, given) => {
        const tasks = given.map((width) => makeTask({ info: { width } }));
        const bad = tasks[0];
        const { dispatcher, pool, ends } = simulate({
          encoders: count,
          config: { inFlight },
          fate: (task, attempt) => ({ ms: 5 + task.info.width / 10, crashes: task === bad && attempt === 1 }),
        });
        dispatcher.submit(tasks);
        pool.run();
        expect(ends.every(({ result }) => result.status === "optimized")).toBe(true);
        const again = pool.runs.find(({ task }) => task === bad);
        const beside = pool.runs.filter(
          (run) =>
            run !== again && run.encoder === again?.encoder && run.startedMs < again.endedMs && run.endedMs > again.startedMs,
        );
        expect(beside).toEqual([]);
      }),
      few,
    );
  });
});
