import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeInfo } from "../dispatch/testing/simulation.ts";
import { MemorySeries } from "./memorySeries.ts";
import { MetricsRecorder } from "./metricsRecorder.ts";
import { PoolRecorder, poolMetricsSchema } from "./poolRecorder.ts";

const sample = (atMs: number, usedBytes: number, budgetBytes = 100) => ({ atMs, usedBytes, budgetBytes });

describe("a series of memory samples", () => {
  it("keeps every sample of a short time", () => {
    const series = new MemorySeries();
    for (let at = 0; at < 300; at += 1) series.add(sample(at, at));
    expect(series.points()).toHaveLength(300);
  });

  it("has at most 400 points in order of time, the worst sample among them, whatever their number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(4999), (count, worstAt) => {
        const series = new MemorySeries();
        for (let at = 0; at < count; at += 1) series.add(sample(at, at === worstAt % count ? 999 : at % 50));
        const points = series.points();
        expect(points.length).toBeLessThanOrEqual(400);
        expect(points).toContainEqual(sample(worstAt % count, 999));
        expect(points.map(({ atMs }) => atMs)).toEqual(points.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });
});

describe("a recorder that follows", () => {
  it("hears what happens from its beginning until it is let go", () => {
    const metrics = new MetricsRecorder(0);
    metrics.encoderSpawned(100);
    metrics.waitingForMemory(2, 0);
    const follower = new PoolRecorder(50);
    metrics.follow(follower, 100);
    metrics.encoderSpawned(200);
    metrics.memorySampled(sample(110, 150));
    metrics.memorySampled(sample(120, 50));
    metrics.encoderGone(7);
    metrics.waitingForMemory(0, 150);
    metrics.unfollow(follower, 150);
    metrics.encoderSpawned(300);
    metrics.waitingForMemory(5, 160);
    const told = follower.snapshot(1000);
    expect(told).toMatchObject({
      beganAt: 50,
      memory: [sample(110, 150), sample(120, 50)],
      memoryBytes: { count: 2 },
      aboveBudget: 1,
      spawnMs: { count: 1, max: 200 },
      gone: 1,
      contentionMs: 100,
    });
    expect(poolMetricsSchema.parse(JSON.parse(JSON.stringify(told)))).toEqual(told);
    expect(metrics.snapshot(160)).toMatchObject({ spawnMs: { count: 3 }, contentionMs: 300 });
  });
});

it("encoders that are gone are one sum, however many there were", () => {
  const metrics = new MetricsRecorder(0);
  for (let encoder = 1; encoder <= 1000; encoder += 1) {
    metrics.taskStarted(encoder, 0, encoder * 10);
    metrics.taskLeft(encoder, 5, encoder * 10 + 5);
    metrics.taskEnded(makeInfo(), [{ status: "cancelled" }]);
    if (encoder > 2) metrics.encoderGone(encoder - 2);
  }
  const { encoders, gone } = metrics.snapshot(20_000);
  expect(encoders.map(({ encoder }) => encoder)).toEqual([999, 1000]);
  expect(gone).toEqual({ encoders: 998, tasks: 998, busyMs: 4990 });
});
