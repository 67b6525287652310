import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeId } from "../dispatch/testing/simulation.ts";
import { type TaskState, taskStates } from "../job/taskState.ts";
import { defaultSettings } from "../settings/settings.ts";
import { OutcomeRecorder } from "./jobOutcomes.ts";
import { type JobReport, jobReportSchema } from "./jobReport.ts";
import type { JobRun } from "./jobRun.ts";
import { makeJobReport } from "./makeJobReport.ts";
import { makeRun } from "./testing/makeRun.ts";

const began = 1_700_000_000_000;
const none = Object.fromEntries(taskStates.map((state) => [state, 0])) as Record<TaskState, number>;

const job = (totals: Partial<JobReport["job"]["totals"]> = {}): JobReport["job"] => ({
  id: makeId(1),
  state: "finished",
  priority: "normal",
  settings: defaultSettings,
  createdAt: began,
  finishedAt: began + 1000,
  totals: { states: none, files: 0, sourceBytes: 0, deliveredSourceBytes: 0, outputs: 0, outputBytes: 0, known: 0, ...totals },
});

/** A run that was submitted at the beginning, waited and ran so long; times in milliseconds. */
const run = (startedMs: number, runMs: number, facts: Partial<JobRun> = {}): JobRun =>
  makeRun(began + startedMs, runMs, { submittedAt: began, ...facts });

const report = (runs: readonly JobRun[], totals = {}): JobReport =>
  makeJobReport({
    createdAt: new Date(began).toISOString(),
    job: job(totals),
    outcomes: new OutcomeRecorder().snapshot(),
    runs,
    engines: [],
    pools: [],
  });

describe("a job's report", () => {
  it("of a job in which nothing ran has no numbers, and is valid", () => {
    const empty = report([]);
    expect(report([], { known: 4 }).tasks).toEqual({ ran: 0, undelivered: 0, retries: 0, known: 4 });
    expect(empty).toMatchObject({ beganAt: null, wallMs: 0, rates: null, ratio: null, overTime: [], lanes: [], encoders: [] });
    expect(empty.waitMs.p50).toBeNull();
    expect(jobReportSchema.parse(JSON.parse(JSON.stringify(empty)))).toEqual(empty);
  });

  it("tells rates, waits, runs, retries, batches and ratio as they were measured", () => {
    const made = report(
      [
        run(100, 400, { batch: 1, batchSize: 2, peakBytes: 2e6 }),
        run(500, 500, { batch: 1, batchSize: 2, attempts: 3 }),
        run(200, 300, {
          encoder: 2,
          batch: 2,
          batchSize: 1,
          delivered: false,
          runMs: null,
          estimatedMs: 0,
          estimatedPeakBytes: 0,
          peakBytes: 1,
        }),
      ],
      { deliveredSourceBytes: 2000, outputBytes: 500 },
    );
    expect(made).toMatchObject({
      beganAt: began,
      wallMs: 1000,
      ratio: 0.25,
      tasks: { ran: 3, undelivered: 1, retries: 2, known: 0 },
      rates: { imagesPerSecond: 2, megapixelsPerSecond: 2, bytesPerSecond: 2000 },
      batchSizes: { count: 2, max: 2, mean: 1.5 },
      waitMs: { count: 3, min: 100, max: 500 },
      runMs: { count: 3, min: 300, max: 500 },
      timeOverEstimate: { count: 2, mean: 2 },
      memoryOverEstimate: { count: 1, mean: 2 },
      encoders: [
        { engine: 1, encoder: 1, tasks: 2, busyMs: 900 },
        { engine: 1, encoder: 2, tasks: 1, busyMs: 300 },
      ],
      otherEncoders: { count: 0 },
    });
    expect(jobReportSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });

  it("counts an image that took no time in one slice", () => {
    const made = report([run(0, 1000), run(500, 0), run(1000, 0)]);
    const sliceS = 1 / 120;
    expect(made.overTime.reduce((sum, { imagesPerSecond }) => sum + imagesPerSecond * sliceS, 0)).toBeCloseTo(3);
  });

  it("spreads everything delivered over its slices, no more and no less", () => {
    const times = fc.array(fc.tuple(fc.nat(5000), fc.nat(3000), fc.boolean()), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(times, (given) => {
        const runs = given.map(([startedMs, runMs, delivered]) => run(startedMs, runMs, { delivered }));
        const { overTime } = report(runs);
        const images = overTime.reduce(
          (sum, { imagesPerSecond, fromMs, toMs }) => sum + (imagesPerSecond * (toMs - fromMs)) / 1e3,
          0,
        );
        if (overTime.length > 0) expect(images).toBeCloseTo(runs.filter(({ delivered }) => delivered).length, 6);
      }),
    );
  });
});

describe("its lanes", () => {
  it("have each task of a small job with its name, those at once below each other", () => {
    const { lanes } = report([
      run(0, 100, { path: "a" }),
      run(50, 100, { path: "b", delivered: false }),
      run(100, 50, { path: "c" }),
    ]);
    expect(lanes).toMatchObject([
      {
        rows: 2,
        blocks: [
          { row: 0, name: "a", fromMs: 0, toMs: 100, failed: 0 },
          { row: 1, name: "b", failed: 1 },
          { row: 0, name: "c", fromMs: 100 },
        ],
      },
    ]);
  });

  it("give an encoder the place of one that had ended, and the same number of another start of the service its own", () => {
    const { lanes, encoders } = report([
      run(0, 100, { encoder: 1 }),
      run(0, 500, { encoder: 2 }),
      run(150, 100, { encoder: 3 }),
      run(600, 100, { encoder: 1, engine: 2 }),
    ]);
    expect(lanes.map(({ blocks }) => blocks.map(({ encoder }) => encoder))).toEqual([[1, 3, 1], [2]]);
    expect(encoders.map(({ engine, encoder }) => [engine, encoder])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
    ]);
  });

  it("and lists stay small for any number of tasks and encoders, with every task counted", () => {
    const runs = Array.from({ length: 20_000 }, (_, index) =>
      run(Math.floor(index / 8) * 10, 9, { encoder: Math.floor(index / 40), delivered: index % 100 !== 0 }),
    );
    const made = report(runs);
    const blocks = made.lanes.flatMap((lane) => lane.blocks);
    expect(blocks.length).toBeLessThan(5000);
    expect(blocks.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(20_000);
    expect(blocks.reduce((sum, { failed }) => sum + failed, 0)).toBe(200);
    expect(made.encoders).toHaveLength(64);
    expect(made.otherEncoders).toMatchObject({ count: 500 - 64, tasks: 40 * (500 - 64) });
    expect(JSON.stringify(made).length).toBeLessThan(1e6);
  });
});
