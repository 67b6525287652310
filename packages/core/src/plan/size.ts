import type { PlanConfig } from "./planConfig.ts";

/** What the size of the next batch follows from. */
export interface Remaining {
  /** Tasks that wait. */
  readonly tasks: number;
  /** Their estimated work, in milliseconds. */
  readonly workMs: number;
  /** Encoders that take tasks. */
  readonly encoders: number;
  /** Whether anything was measured of the kind of task that comes first. */
  readonly known: boolean;
}

/** Part of a batch's time that the wished minimum of small tasks may fill. */
const wishedShare = 0.1;

/**
 * Whether a batch of `count` tasks and `ms` of estimated work takes one more task of `nextMs`.
 *
 * Guided self-scheduling (Polychronopoulos and Kuck, 1987): a batch gets half of an even share of the work that remains, so
 * that batches shrink towards the tail, bounded by time and by count. A minimum of small tasks is wished for, so that tiny
 * images do not cost a message each; it never exceeds an even share, nor a tenth of a batch's time.
 */
export function takesOneMore(
  { count, ms }: { readonly count: number; readonly ms: number },
  nextMs: number,
  remaining: Remaining,
  config: PlanConfig,
): boolean {
  if (count >= (remaining.known ? config.maxBatch : Math.min(config.firstBatch, config.maxBatch))) return false;
  const guidedMs = Math.min(config.batchMs, remaining.workMs / remaining.encoders / 2);
  if (ms + nextMs <= guidedMs) return true;
  const wished = Math.min(config.minBatch, Math.ceil(remaining.tasks / remaining.encoders));
  return count < wished && ms + nextMs <= config.batchMs * wishedShare;
}
