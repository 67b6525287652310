import type { Estimate } from "../cost/estimate.ts";
import { failure } from "../errors/failure.ts";
import type { Failure } from "../result.ts";
import { formatBytes } from "../units/bytes.ts";

/**
 * Bytes reserved by an encoder: its base and the `inFlight` largest estimates among its running and ready tasks, since
 * no more than that many can be at their peak together. An idle encoder reserves its base.
 */
export function reservationBytes(baseBytes: number, peaks: readonly number[], inFlight: number): number {
  if (peaks.length <= inFlight) return peaks.reduce((sum, peak) => sum + peak, baseBytes);
  return [...peaks]
    .sort((a, b) => b - a)
    .slice(0, inFlight)
    .reduce((sum, peak) => sum + peak, baseBytes);
}

/** Bytes that these encoders reserve together. */
export const reservedBytes = (encoders: readonly { reservation(): number }[]): number =>
  encoders.reduce((total, encoder) => total + encoder.reservation(), 0);

/** What planning keeps to, in bytes. */
export interface MemoryLimits {
  /** Bytes that all reservations together may use now. */
  readonly budgetBytes: number;
  /** The largest the budget has been: what does not fit even into that is refused. */
  readonly largestBudgetBytes: number;
}

/** Where admission is off. */
export const noLimits: MemoryLimits = { budgetBytes: Number.POSITIVE_INFINITY, largestBudgetBytes: Number.POSITIVE_INFINITY };

/** Part of the room that a task on trial reserves: the rest is passed while it is being ended for wanting more. */
const trialShare = 0.95;

/** What a task is admitted with. */
export interface Admission {
  /** It may want more than it gets: it runs alone, with all there is, and is ended where that is not enough. */
  readonly trial: boolean;
  readonly peakBytes: number;
}

/**
 * What a task reserves beside the fewest encoders, which leave `roomBytes`. Headers do not tell everything: a task is not refused
 * for the worst that it could need while the least of it would fit.
 */
export function admissible({ peakBytes, leastPeakBytes }: Estimate, roomBytes: number): Admission {
  const trialBytes = Math.floor(trialShare * roomBytes);
  if (peakBytes <= roomBytes || leastPeakBytes > trialBytes) return { trial: false, peakBytes };
  return { trial: true, peakBytes: trialBytes };
}

/** Whether a task is too large for the room that the fewest encoders leave, on trial too. */
export const exceeds = (estimate: Estimate, roomBytes: number): boolean => admissible(estimate, roomBytes).peakBytes > roomBytes;

/** Whether a task could run beside the fewest encoders: what does not fit then never will. */
export const fitsAlone = (leastBaseBytes: number, peakBytes: number, budgetBytes: number): boolean =>
  leastBaseBytes + peakBytes <= budgetBytes;

/** The failure of a task that does not fit even alone, with what it would need at least. */
export const exceedsMemory = (neededBytes: number, budgetBytes: number): Failure =>
  failure("exceedsMemory", { needed: formatBytes(neededBytes), budget: formatBytes(budgetBytes) });
