import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeInfo } from "../dispatch/testing/simulation.ts";
import { DistributionRecorder, geometricBounds } from "./distribution.ts";
import { MetricsRecorder } from "./metricsRecorder.ts";

describe("a distribution", () => {
  it("of nothing has no quantiles", () => {
    const { count, min, p50, max, mean, histogram } = new DistributionRecorder([1, 2]).snapshot();
    expect({ count, min, p50, max, mean }).toEqual({ count: 0, min: null, p50: null, max: null, mean: null });
    expect(histogram.map(({ upTo }) => upTo)).toEqual([1, 2, null]);
  });

  it("counts a value at a bound below it, and one above all bounds in the last bucket", () => {
    const recorder = new DistributionRecorder([1, 2]);
    for (const value of [1, 2, 3]) recorder.observe(value);
    expect(recorder.snapshot()).toMatchObject({
      count: 3,
      min: 1,
      max: 3,
      mean: 2,
      p99: 3,
      histogram: [{ count: 1 }, { count: 1 }, { count: 1 }],
    });
  });

  it("has quantiles within one bucket of the exact ones", () => {
    const bounds = geometricBounds(0.1, 1e6, 1.1);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.2, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 }), (values) => {
        const recorder = new DistributionRecorder(bounds);
        for (const value of values) recorder.observe(value);
        const { p50, p95, p99 } = recorder.snapshot();
        for (const [share, told] of [
          [0.5, p50],
          [0.95, p95],
          [0.99, p99],
        ] as const) {
          const exact = values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;
          expect(told).toBeGreaterThanOrEqual(exact * 0.999999);
          expect(told).toBeLessThanOrEqual(exact * 1.1000001);
        }
        expect([p50, p95, p99]).toEqual([p50, p95, p99].toSorted((a, b) => (a ?? 0) - (b ?? 0)));
      }),
    );
  });
});

describe("metrics", () => {
  const output = { format: "jpeg", width: 1000, height: 1000, frames: 1, bytes: 100_000 } as const;

  it("count what ended, and sum up only what was delivered", () => {
    const metrics = new MetricsRecorder(0);
    metrics.taskEnded(makeInfo(), [{ status: "optimized", output, warnings: [] }]);
    metrics.taskEnded(makeInfo(), [{ status: "keptOriginal", reason: "wouldBeLarger", output, warnings: [] }]);
    metrics.taskEnded(makeInfo(), [{ status: "cancelled" }]);
    metrics.taskEnded(makeInfo(), [{ status: "failed", error: { code: "corruptImage", message: "" } }]);
    expect(metrics.snapshot(50)).toMatchObject({
      ended: { optimized: 1, keptOriginal: 1, failed: 1, cancelled: 1 },
      pixels: 2e6,
      sourceBytes: 600_000,
      outputBytes: 200_000,
      elapsedMs: 50,
    });
  });

  it("count a source once and all that was made of it, whatever else of it failed", () => {
    const metrics = new MetricsRecorder(0);
    const failed = { status: "failed", error: { code: "encodeFailed", message: "" } } as const;
    metrics.taskEnded(makeInfo(), [
      { status: "optimized", output, warnings: [] },
      failed,
      { status: "optimized", output, warnings: [] },
    ]);
    expect(metrics.snapshot(50)).toMatchObject({
      ended: { optimized: 0, failed: 1 },
      pixels: 1e6,
      sourceBytes: 300_000,
      outputBytes: 200_000,
    });
  });

  it("count an encoder's time once, however many tasks run in it together, and up to now", () => {
    const metrics = new MetricsRecorder(0);
    metrics.taskStarted(1, 5, 100);
    metrics.taskStarted(1, 5, 150);
    metrics.taskLeft(1, 100, 200);
    metrics.taskLeft(1, null, 250);
    metrics.taskStarted(1, 5, 300);
    expect(metrics.snapshot(310).encoders).toEqual([{ encoder: 1, tasks: 1, busyMs: 160 }]);
    expect(metrics.snapshot(310)).toMatchObject({ waitMs: { count: 3 }, runMs: { count: 1 } });
  });

  it("add up the time that encoders waited for memory", () => {
    const metrics = new MetricsRecorder(0);
    metrics.waitingForMemory(2, 100);
    metrics.waitingForMemory(0, 200);
    expect(metrics.snapshot(900).contentionMs).toBe(200);
    metrics.waitingForMemory(1, 900);
    expect(metrics.snapshot(950).contentionMs).toBe(250);
    expect(metrics.snapshot(950).contentionMs).toBe(250);
  });

  it("record batches, retries, memory and starts", () => {
    const metrics = new MetricsRecorder(0);
    metrics.batchSent(20);
    metrics.taskRetried();
    metrics.memorySampled({ atMs: 0, usedBytes: 300e6, budgetBytes: 200e6 });
    metrics.encoderSpawned(180);
    expect(metrics.snapshot(1)).toMatchObject({
      batchSizes: { count: 1, max: 20 },
      retries: 1,
      memoryBytes: { count: 1, max: 300e6 },
      aboveBudget: 1,
      spawnMs: { count: 1, max: 180 },
    });
  });
});
