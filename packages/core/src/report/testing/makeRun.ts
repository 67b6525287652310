import type { JobRun } from "../jobRun.ts";

/** A run of a photo that was delivered, submitted as it began. Times in milliseconds. */
export const makeRun = (startedAt: number, runMs: number, facts: Partial<JobRun> = {}): JobRun => ({
  path: "a.jpg",
  pixels: 1e6,
  sourceBytes: 1000,
  delivered: true,
  engine: 1,
  encoder: 1,
  batch: 1,
  batchSize: 1,
  threads: 1,
  submittedAt: startedAt,
  startedAt,
  endedAt: startedAt + runMs,
  runMs,
  estimatedMs: runMs / 2,
  estimatedPeakBytes: 1e6,
  peakBytes: null,
  attempts: 1,
  ...facts,
});
