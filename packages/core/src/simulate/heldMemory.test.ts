import * as fc from "fast-check";
import { expect, it } from "vitest";
import { CostModel } from "../cost/costModel.ts";
import { makeId, makeTask } from "../dispatch/testing/simulation.ts";
import { priorities } from "../job/priority.ts";
import { type SimulatedTask, simulate } from "./simulate.ts";

const baseBytes = 70e6;

const taskWish = fc.record({
  width: fc.integer({ min: 1, max: 6000 }),
  height: fc.integer({ min: 1, max: 4000 }),
  format: fc.constantFrom("original" as const, "webp" as const, "avif" as const),
  priority: fc.constantFrom(...priorities),
  job: fc.integer({ min: 1, max: 3 }),
  atMs: fc.integer({ min: 0, max: 3000 }),
  cpuMs: fc.integer({ min: 1, max: 1500 }),
});

const world = fc.record({
  wishes: fc.array(taskWish, { minLength: 1, maxLength: 40 }),
  encoders: fc.integer({ min: 1, max: 6 }),
  inFlight: fc.integer({ min: 1, max: 3 }),
  budgetBytes: fc.integer({ min: 200e6, max: 1.5e9 }),
  /** Slow words leave time for a task to begin while it is being asked back. */
  messageMs: fc.constantFrom(0.05, 5, 60),
  learning: fc.boolean(),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/**
 * Tasks that take exactly the memory they are reckoned with; where that is too much, the least that they are reckoned with. From those
 * the model would learn that others of their class take less too, and its estimates were no longer right: where it learns there are none.
 */
function play({ wishes, encoders, inFlight, budgetBytes, messageMs, learning }: World) {
  const model = new CostModel();
  const tasks = wishes.flatMap(({ width, height, format, priority, job, atMs, cpuMs }): SimulatedTask[] => {
    const task = makeTask({ info: { width, height }, settings: { format }, priority, jobId: makeId(job) });
    const { peakBytes, leastPeakBytes } = model.estimate(task);
    if (peakBytes <= budgetBytes - baseBytes) return [{ task, cpuMs, atMs, peakBytes }];
    return learning ? [] : [{ task, cpuMs, atMs, peakBytes: leastPeakBytes }];
  });
  return simulate({ tasks, cores: encoders, encoders, budgetBytes, baseBytes, messageMs, plan: { inFlight, learning } });
}

it("with right estimates the memory that encoders and tasks truly hold never exceeds the budget", () => {
  fc.assert(
    fc.property(world, (given) => {
      expect(play(given).peakBytes).toBeLessThanOrEqual(given.budgetBytes);
    }),
    { numRuns: 300 },
  );
});
