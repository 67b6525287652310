import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeTask, type TaskWish } from "../dispatch/testing/simulation.ts";
import { type SimulatedTask, simulate } from "./simulate.ts";
import { threadSpeed } from "./threadSpeed.ts";

const taskOf = (cpuMs: number, wish: TaskWish = {}, peakBytes = 20e6): SimulatedTask => ({
  task: makeTask(wish),
  cpuMs,
  peakBytes,
});

/** Tasks whose real costs are this many times what their headers let expect. */
function skewedTasks(count: number, seed: number): SimulatedTask[] {
  let state = seed;
  const random = (): number => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Array.from({ length: count }, () => {
    const megapixels = Math.exp(5 * random() - 2.5);
    const side = Math.round(1000 * Math.sqrt(megapixels));
    return taskOf(
      5 + 100 * megapixels * (0.4 + 1.2 * random()),
      { info: { width: side, height: side } },
      12e6 + 6e6 * megapixels,
    );
  });
}

describe("a simulation", () => {
  it("of nothing takes no time", () => {
    expect(simulate({ tasks: [], cores: 2, encoders: 2, budgetBytes: 1e9 })).toMatchObject({
      makespanMs: 0,
      boundMs: 0,
      utilisation: 0,
      batches: 0,
      failed: 0,
      runs: [],
    });
  });

  it("takes what the tasks really take, shared by the cores, and the messages", () => {
    const tasks = Array.from({ length: 8 }, () => taskOf(100));
    const result = simulate({ tasks, cores: 2, encoders: 2, budgetBytes: 1e9, plan: { inFlight: 1 } });
    expect(result.boundMs).toBe(400);
    expect(result.makespanMs).toBeGreaterThan(400);
    expect(result.makespanMs).toBeLessThan(401);
    expect(result.utilisation).toBeGreaterThan(0.99);
    expect(result.runs.map(({ encoder }) => encoder).sort()).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    expect(result.metrics.ended.optimized).toBe(8);
  });

  it("counts the memory that encoders and tasks really hold, whatever was expected", () => {
    const tasks = [taskOf(100, {}, 300e6), taskOf(100, {}, 200e6)];
    const wish = { tasks, cores: 2, encoders: 2, budgetBytes: 1e9 };
    expect(simulate(wish).peakBytes).toBe(2 * 70e6 + 500e6);
    expect(simulate({ ...wish, baseBytes: 10e6, messageMs: 1, spawnMs: 0 }).peakBytes).toBe(2 * 10e6 + 500e6);
  });

  it("submits tasks when they are to come", () => {
    const result = simulate({
      tasks: [taskOf(10), { ...taskOf(10), atMs: 1000 }],
      cores: 2,
      encoders: 2,
      budgetBytes: 1e9,
    });
    expect(result.makespanMs).toBeGreaterThan(1010);
    expect(result.makespanMs).toBeLessThan(1011);
  });

  it("ends though a task can never fit, and counts it", () => {
    const huge = taskOf(10, { info: { width: 9000, height: 9000 }, settings: { format: "avif" } });
    const result = simulate({ tasks: [huge, taskOf(10)], cores: 2, encoders: 2, budgetBytes: 300e6 });
    expect(result).toMatchObject({ failed: 1, runs: [{ task: expect.anything() }] });
  });

  it("lets the last AVIF encode use the cores that have nothing else to do, and no other format", () => {
    const alone = (format: "avif" | "webp", tailThreads: boolean) =>
      simulate({
        tasks: [taskOf(1000, { settings: { format } })],
        cores: 4,
        encoders: 4,
        budgetBytes: 1e9,
        plan: { tailThreads },
      }).makespanMs;
    expect(alone("avif", true)).toBeLessThan(0.7 * alone("avif", false));
    expect(alone("webp", true)).toBe(alone("webp", false));
    expect(threadSpeed(makeTask({ settings: { format: "avif" } }), 1)).toBe(1);
  });

  it.each([2, 4, 8, 16, 64])("of a skewed set on %i encoders is within 1.12 of the lower bound", (encoders) => {
    const tasks = skewedTasks(20 * encoders, 7);
    const { makespanMs, boundMs, failed } = simulate({ tasks, cores: encoders, encoders, budgetBytes: encoders * 1e9 });
    expect(failed).toBe(0);
    expect(makespanMs / boundMs).toBeLessThan(1.12);
  });

  it("without reuse pays for fresh encoders all the time", () => {
    const tasks = Array.from({ length: 40 }, () => taskOf(100));
    const wish = { tasks, cores: 2, encoders: 2, budgetBytes: 4e9 };
    const fresh = simulate({ ...wish, plan: { reuse: false } });
    expect(fresh.makespanMs).toBeGreaterThan(1.2 * simulate(wish).makespanMs);
    expect(new Set(fresh.runs.map(({ encoder }) => encoder)).size).toBeGreaterThan(2);
  });

  it("of the ancestor's planning takes 1.3 times as long and more", () => {
    const wish = { tasks: skewedTasks(160, 7), cores: 8, encoders: 8, budgetBytes: 8e9 };
    const ancestor = simulate({
      ...wish,
      plan: { order: "arrival", balance: "even", batch: "fixed", barrier: true, recall: false, inFlight: 1 },
    });
    expect(ancestor.makespanMs).toBeGreaterThan(1.3 * simulate(wish).makespanMs);
  });

  it("never beats the bound where tasks have one thread, and runs every task once", () => {
    const wishes = fc.array(fc.record({ cpuMs: fc.integer({ min: 1, max: 3000 }), width: fc.integer({ min: 1, max: 5000 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }), wishes, (cores, inFlight, given) => {
        const tasks = given.map(({ cpuMs, width }) => taskOf(cpuMs, { info: { width } }));
        const result = simulate({ tasks, cores, encoders: cores, budgetBytes: 4e9, plan: { inFlight } });
        expect(result.makespanMs).toBeGreaterThanOrEqual(result.boundMs);
        expect(result.utilisation).toBeLessThanOrEqual(1);
        expect(result.runs.map(({ task }) => task.id).sort()).toEqual(tasks.map(({ task }) => task.id).sort());
      }),
    );
  });
});
