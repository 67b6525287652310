import { describe, expect, it } from "vitest";
import { encoderLanes, type PictureTask, throughputOverTime, waitAndRunTimes } from "./runPicture.ts";

const task = (encoder: number, startedMs: number, endedMs: number, more: Partial<PictureTask> = {}): PictureTask => ({
  name: `${encoder}-${startedMs}`,
  encoder,
  pixels: 1e6,
  submittedMs: 0,
  startedMs,
  endedMs,
  failed: false,
  ...more,
});

describe("encoder lanes", () => {
  it("are in order of their encoders, and their tasks in order of their starts", () => {
    const lanes = encoderLanes({ tasks: [task(2, 5, 6), task(1, 4, 8), task(1, 0, 4)] });
    expect(lanes.map(({ encoder }) => encoder)).toEqual([1, 2]);
    expect(lanes[0]?.tasks.map(({ startedMs }) => startedMs)).toEqual([0, 4]);
  });

  it("put tasks that ran at once into rows of their own, and use a free row again", () => {
    const [lane] = encoderLanes({ tasks: [task(1, 0, 10), task(1, 2, 4), task(1, 4, 6)] });
    expect(lane).toMatchObject({ rows: 2, tasks: [{ row: 0 }, { row: 1 }, { row: 1 }] });
  });

  it("count busy time once, however many tasks ran", () => {
    const [lane] = encoderLanes({ tasks: [task(1, 0, 10), task(1, 2, 4), task(1, 20, 25)] });
    expect(lane?.busyMs).toBe(15);
  });
});

describe("throughput over time", () => {
  it("shares a task out over the time it ran", () => {
    const slices = throughputOverTime({ tasks: [task(1, 0, 1000)], wallMs: 2000 }, 4);
    expect(slices.map(({ megapixelsPerSecond }) => megapixelsPerSecond)).toEqual([1, 1, 0, 0]);
    expect(slices.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0, 500],
      [500, 1000],
      [1000, 1500],
      [1500, 2000],
    ]);
  });

  it("of a run that took no time is none", () => {
    expect(throughputOverTime({ tasks: [], wallMs: 0 }, 4)).toEqual([]);
  });

  it("adds up to every pixel", () => {
    const tasks = [task(1, 0, 700), task(2, 100, 2000, { pixels: 5e6 }), task(1, 700, 701)];
    const total = throughputOverTime({ tasks, wallMs: 2000 }, 7).reduce(
      (sum, { fromMs, toMs, megapixelsPerSecond }) => sum + (megapixelsPerSecond * (toMs - fromMs)) / 1000,
      0,
    );
    expect(total).toBeCloseTo(7);
  });
});

describe("wait and run times", () => {
  it("are from submission to start, and from start to end", () => {
    const { wait, run } = waitAndRunTimes({ tasks: [task(1, 10, 30, { submittedMs: 5 }), task(1, 20, 60, { submittedMs: 5 })] });
    expect(wait).toMatchObject({ p50: 10, max: 15 });
    expect(run).toMatchObject({ p50: 30, max: 40 });
  });

  it("of nothing are unknown", () => {
    expect(waitAndRunTimes({ tasks: [] }).wait).toEqual({ p50: null, p95: null, p99: null, max: null });
  });
});
