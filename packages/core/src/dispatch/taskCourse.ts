import type { Estimate } from "../cost/estimate.ts";
import type { Entry } from "./entry.ts";
import type { EncoderId } from "./pool.ts";

/** How a task was sent to an encoder. */
export interface Sending {
  readonly encoder: EncoderId;
  /** Number of its batch, in order of sending, from 1. */
  readonly batch: number;
  /** Tasks in that batch. */
  readonly batchSize: number;
  /** Threads that its encode might use. */
  readonly threads: number;
}

/** What a task went through from its submission to its end, as measured. Moments are the dispatcher's clock, in milliseconds. */
export interface TaskCourse {
  readonly submittedAt: number;
  /** When its encoder began it, at its last attempt; null where it ended unbegun. */
  readonly startedAt: number | null;
  readonly endedAt: number;
  /** How it was sent at its last attempt; null where it ended unsent, or after it had come back. */
  readonly sending: Sending | null;
  /** What it was expected to cost when it was sent last, or submitted. */
  readonly estimate: Estimate;
  /** Wall time of the encode as the encoder measured it, in milliseconds; null where it did not run to its end. */
  readonly runMs: number | null;
  /** Most memory it took above its encoder's own, in bytes; null where it was not alone, or nothing could be measured. */
  readonly peakBytes: number | null;
  /** How often an encoder began it. */
  readonly attempts: number;
}

/** What only the encoder knows of a course. */
export type Measured = Pick<TaskCourse, "runMs" | "peakBytes">;

/** Of a task that did not run to its end nothing was measured. */
export const notMeasured: Measured = { runMs: null, peakBytes: null };

/** The course of an entry that ends now. */
export const courseOf = (entry: Entry, measured: Measured, now: number): TaskCourse => ({
  submittedAt: entry.submittedAt,
  startedAt: entry.startedAt,
  endedAt: now,
  sending: entry.sending,
  estimate: entry.estimate,
  attempts: entry.attempts,
  ...measured,
});
