import type { TaskCourse } from "@pixelmill/core";

/** The course of a task that waited 100 ms and ran 50 ms, where nothing else is said. */
export const makeCourse = (facts: Partial<TaskCourse> = {}): TaskCourse => ({
  submittedAt: 1_700_000_000_000,
  startedAt: 1_700_000_000_100,
  endedAt: 1_700_000_000_150,
  sending: { encoder: 1, batch: 1, batchSize: 1, threads: 1 },
  estimate: { ms: 60, peakBytes: 20e6, leastPeakBytes: 15e6 },
  runMs: 50,
  peakBytes: null,
  attempts: 1,
  ...facts,
});
