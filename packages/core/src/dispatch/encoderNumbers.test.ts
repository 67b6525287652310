import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { EncoderId } from "./pool.ts";
import { makeTask, simulate } from "./testing/simulation.ts";

const world = fc.record({
  tasks: fc.array(fc.record({ width: fc.integer({ min: 50, max: 4000 }), ms: fc.integer({ min: 1, max: 800 }) }), {
    minLength: 1,
    maxLength: 50,
  }),
  encoders: fc.integer({ min: 1, max: 5 }),
  inFlight: fc.integer({ min: 1, max: 3 }),
  /** When an encoder is to be replaced: its successor has a number that none had before. */
  wornAt: fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 4 }),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** Plays a world to its end. What the pool ran, and where, is what the simulated processes themselves wrote down. */
function play({ tasks: wishes, encoders, inFlight, wornAt }: World) {
  const ms = new Map<string, number>();
  const simulation = simulate({ encoders, config: { inFlight }, fate: ({ id }) => ({ ms: ms.get(id) ?? 1 }) });
  const { pool, dispatcher } = simulation;
  const tasks = wishes.map(({ width, ms: taskMs }) => {
    const task = makeTask({ info: { width } });
    ms.set(task.id, taskMs);
    return task;
  });
  dispatcher.submit(tasks);
  for (const at of wornAt) {
    pool.at(at, () => {
      const [oldest] = pool.encoders;
      if (oldest !== undefined) dispatcher.encoderWorn(oldest);
    });
  }
  pool.run();
  return simulation;
}

it("the encoder that a task's course names is the one that ran it, and its batch the one that was sent there", () => {
  fc.assert(
    fc.property(world, (given) => {
      const { pool, ends } = play(given);
      const ranIn = new Map(pool.runs.map(({ task, encoder }) => [task.id, encoder]));
      expect(ends).toHaveLength(given.tasks.length);
      for (const { task, course } of ends) {
        expect(course.sending?.encoder).toBe(ranIn.get(task.id));
        const batch = pool.sent[(course.sending?.batch ?? 0) - 1];
        expect(batch?.encoder).toBe(course.sending?.encoder);
        expect(batch?.tasks).toContain(task);
      }
    }),
  );
});

it("tasks and busy time that the metrics tell of an encoder are those of that encoder; what is gone is in the sum of those that are gone", () => {
  fc.assert(
    fc.property(world, (given) => {
      const { pool, metrics } = play(given);
      const { encoders, gone } = metrics.snapshot(pool.now);
      const runsOf = (encoder: EncoderId) => pool.runs.filter((run) => run.encoder === encoder);
      const here = pool.encoders.filter((encoder) => runsOf(encoder).length > 0);
      expect(encoders.map(({ encoder }) => encoder).sort()).toEqual(here.toSorted());
      for (const { encoder, tasks, busyMs } of encoders) {
        expect(tasks).toBe(runsOf(encoder).length);
        expect(busyMs).toBeCloseTo(coveredMs(runsOf(encoder)), 3);
      }
      expect(gone.tasks).toBe(pool.runs.filter(({ encoder }) => !here.includes(encoder)).length);
    }),
  );
});

/** Time in which at least one of the runs was going on. */
function coveredMs(
  runs: readonly { readonly encoder: EncoderId; readonly startedMs: number; readonly endedMs: number }[],
): number {
  let [covered, until] = [0, 0];
  for (const { startedMs, endedMs } of runs.toSorted((a, b) => a.startedMs - b.startedMs)) {
    covered += Math.max(0, endedMs - Math.max(startedMs, until));
    until = Math.max(until, endedMs);
  }
  return covered;
}
