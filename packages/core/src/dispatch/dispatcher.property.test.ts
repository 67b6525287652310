import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { priorities } from "../job/priority.ts";
import type { Batch, EncoderId } from "./pool.ts";
import { failureCode, makeId, makeTask, simulate, tickEvery } from "./testing/simulation.ts";

const taskWish = fc.record({
  width: fc.integer({ min: 1, max: 9000 }),
  height: fc.integer({ min: 1, max: 6000 }),
  priority: fc.constantFrom(...priorities),
  job: fc.integer({ min: 1, max: 4 }),
  hasAlpha: fc.boolean(),
  format: fc.constantFrom("original" as const, "webp" as const, "avif" as const),
  at: fc.integer({ min: 0, max: 20_000 }),
  /** Actual time ÷ estimated time. */
  slowness: fc.double({ min: 0.2, max: 5, noNaN: true }),
  crashes: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 2),
  cancelAfterMs: fc.option(fc.integer({ min: 0, max: 5000 }), { freq: 8 }),
});

type Wish = typeof taskWish extends fc.Arbitrary<infer T> ? T : never;

/** Many small tasks of one job that come together, so that batches are bounded by what bounds them. */
const crowd = fc.array(
  taskWish.map(
    (wish): Wish => ({
      ...wish,
      width: 1 + (wish.width % 700),
      height: 1 + (wish.height % 700),
      priority: "normal",
      job: 1,
      at: 0,
    }),
  ),
  { minLength: 30, maxLength: 120 },
);

const world = fc.record({
  tasks: fc.oneof({ weight: 3, arbitrary: fc.array(taskWish, { maxLength: 60 }) }, { weight: 1, arbitrary: crowd }),
  encoders: fc.integer({ min: 1, max: 6 }),
  inFlight: fc.integer({ min: 1, max: 3 }),
  /** Bounds of a batch: its tasks, and its estimated work in milliseconds. */
  maxBatch: fc.integer({ min: 1, max: 30 }),
  batchMs: fc.integer({ min: 50, max: 500 }),
  budgetBytes: fc.integer({ min: 300e6, max: 5e9 }),
  /** Memory of idle encoders, which are never quite alike. */
  bases: fc.array(fc.integer({ min: 35e6, max: 75e6 }), { minLength: 3, maxLength: 3 }),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** Plays a world to its end, and watches the reservations at every batch. */
function play({ tasks: wishes, encoders, inFlight, maxBatch, batchMs, budgetBytes, bases }: World) {
  const wishOf = new Map<string, World["tasks"][number]>();
  const simulation = simulate({
    encoders,
    budgetBytes,
    baseBytes: (encoder) => bases[encoder % bases.length] ?? 0,
    config: { inFlight, maxBatch, batchMs },
    fate: (task, attempt) => {
      const wish = wishOf.get(task.id);
      const ms = simulation.model.estimate(task).ms * (wish?.slowness ?? 1);
      return { ms, crashes: attempt <= (wish?.crashes ?? 0) };
    },
  });
  const { pool, dispatcher } = simulation;
  const over: number[] = [];
  const batches: { readonly encoder: EncoderId; readonly batch: Batch; readonly ms: number }[] = [];
  const send = pool.send.bind(pool);
  pool.send = (encoder, batch) => {
    const ms = batch.tasks.reduce((sum, { task }) => sum + simulation.model.estimate(task).ms, 0);
    batches.push({ encoder, batch, ms });
    const reserved = dispatcher.reservations().reduce((sum, { reservedBytes }) => sum + reservedBytes, 0);
    if (reserved > budgetBytes) over.push(reserved);
    send(encoder, batch);
  };
  const tasks = wishes.map((wish) => {
    const task = makeTask({
      info: { width: wish.width, height: wish.height, hasAlpha: wish.hasAlpha },
      settings: { format: wish.format },
      priority: wish.priority,
      jobId: makeId(wish.job),
    });
    wishOf.set(task.id, wish);
    pool.at(wish.at, () => dispatcher.submit([task]));
    if (wish.cancelAfterMs !== null) pool.at(wish.at + wish.cancelAfterMs, () => dispatcher.cancel([task.id]));
    return { task, wish };
  });
  tickEvery(500, 60_000, simulation);
  pool.run();
  return { ...simulation, tasks, over, batches };
}

describe("for any tasks, encoders and budget", () => {
  it("every task ends exactly once, cancelled, crashed or not", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { tasks, ends, dispatcher } = play(given);
        expect(ends.map(({ task }) => task.id).sort()).toEqual(tasks.map(({ task }) => task.id).sort());
        expect(dispatcher.unfinished).toBe(0);
        for (const { task, wish } of tasks) {
          const end = ends.find((other) => other.task === task);
          if (end === undefined || wish.cancelAfterMs !== null) continue;
          // Only a task that itself crashed twice is quarantined.
          if (failureCode(end.result) === "encoderCrashed") expect(wish.crashes).toBe(2);
          if (wish.crashes === 0) expect(["optimized", "failed"]).toContain(end.result.status);
          if (wish.crashes === 0 && end.result.status === "failed") expect(failureCode(end.result)).toBe("exceedsMemory");
        }
      }),
      { numRuns: 200 },
    );
  });

  it("no batch takes the reservations above the budget", () => {
    fc.assert(
      fc.property(world, (given) => {
        expect(play(given).over).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("a batch has at least one task, at most the maximum, and no more work than its bound unless it is a single task", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { batches, config } = play(given);
        for (const { batch, ms } of batches) {
          if (batch.tasks.length > 1) expect(ms).toBeLessThanOrEqual(config.batchMs * 1.000001);
          expect(batch.tasks.length).toBeGreaterThan(0);
          expect(batch.tasks.length).toBeLessThanOrEqual(config.maxBatch);
          for (const { threads, deadlineMs } of batch.tasks) {
            expect(threads).toBeGreaterThanOrEqual(1);
            expect(deadlineMs).toBeGreaterThanOrEqual(30_000);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("nothing starves: with endless urgent work the least urgent task begins within the ageing time and one longest task", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 20, max: 400 }),
        (encoders, inFlight, ms) => {
          const { pool, dispatcher, config } = simulate({ encoders, config: { inFlight, ageingMs: 3000 }, fate: () => ({ ms }) });
          // Normal work has aged as well: each class waits for its turn at most.
          const latest = 500 + 2 * config.ageingMs + 2 * ms;
          for (let at = 0; at < latest; at += 10) {
            pool.at(at, () =>
              dispatcher.submit([makeTask({ priority: "interactive" }), makeTask({ priority: "normal", jobId: makeId(2) })]),
            );
          }
          const last = makeTask({ priority: "background", jobId: makeId(3) });
          pool.at(500, () => dispatcher.submit([last]));
          pool.run(latest);
          const begun = pool.started.find(({ task }) => task === last);
          expect(begun?.at).toBeLessThan(latest);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("with one task in flight the makespan is near its lower bound", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 50, max: 4000 }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 8 }),
        (widths, encoders) => {
          const { pool, dispatcher, model } = simulate({ encoders, cores: encoders, config: { inFlight: 1 } });
          const tasks = widths.map((width) => makeTask({ info: { width, height: 1000 } }));
          const costs = tasks.map((task) => model.estimate(task).ms);
          dispatcher.submit(tasks);
          pool.run();
          const bound = Math.max(Math.max(...costs), costs.reduce((sum, cost) => sum + cost, 0) / encoders);
          // Graham's bound for longest-first is 4/3; batches and messages may add a little.
          expect(pool.now).toBeLessThan(bound * (4 / 3) + 100);
        },
      ),
      { numRuns: 300 },
    );
  });
});
