import type { PlanConfig } from "./planConfig.ts";

/** What the size of the next batch follows from. */
export interface Remaining {
  /** Tasks that wait. */
  readonly tasks: number;
  /** Encoders that take tasks. */
  readonly encoders: number;
  /** Whether anything was measured of the kind of task that comes first. */
  readonly known: boolean;
}

/**
 * Most tasks the next batch may have: guided self-scheduling, half of an even share of what remains, so that batches
 * shrink towards the tail (Polychronopoulos and Kuck, 1987). The wished minimum never exceeds an even share.
 */
export function batchLimit({ tasks, encoders, known }: Remaining, config: PlanConfig): number {
  const share = Math.ceil(tasks / encoders);
  const guided = Math.max(Math.ceil(share / 2), Math.min(config.minBatch, share));
  return Math.min(guided, config.maxBatch, known ? config.maxBatch : config.firstBatch);
}
