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

/** What planning keeps to, in bytes. */
export interface MemoryLimits {
  /** Bytes that all reservations together may use now. */
  readonly budgetBytes: number;
  /** The largest the budget has been: what does not fit even into that is refused. */
  readonly largestBudgetBytes: number;
}

/** Where admission is off. */
export const noLimits: MemoryLimits = { budgetBytes: Number.POSITIVE_INFINITY, largestBudgetBytes: Number.POSITIVE_INFINITY };

/** Whether a task could run with every encoder idle but its own: what does not fit then never will. */
export const fitsAlone = (baseBytes: number, peakBytes: number, budgetBytes: number): boolean =>
  baseBytes + peakBytes <= budgetBytes;

/** The failure of a task that does not fit even alone, with what it would need. */
export function exceedsMemory(
  encoders: readonly { readonly baseBytes: number }[],
  peakBytes: number,
  budgetBytes: number,
): Failure {
  const needed = encoders.reduce((sum, { baseBytes }) => sum + baseBytes, peakBytes);
  return failure("exceedsMemory", { needed: formatBytes(needed), budget: formatBytes(budgetBytes) });
}
