import type { PlanConfig } from "./planConfig.ts";

/** What the size of the next batch follows from. */
export interface Remaining {
  /** Tasks that wait. */
  readonly tasks: number;
  /** Their estimated work, in milliseconds. */
  readonly workMs: number;
  /** Encoders that stay. */
  readonly encoders: number;
  /** Those of them that take a batch now. */
  readonly takers: number;
  /** Whether anything was measured of the kind of task that comes first. */
  readonly known: boolean;
}

/** A batch that is being filled. */
interface Filling {
  readonly count: number;
  /** Its estimated work, in milliseconds. */
  readonly ms: number;
}

/** Ways to choose the size of a batch. */
export const batchRules = ["guided", "fixed"] as const;

type Rule = (batch: Filling, nextMs: number, remaining: Remaining, config: PlanConfig) => boolean;

const rules: Readonly<Record<(typeof batchRules)[number], Rule>> = {
  guided,
  fixed: ({ count }, _, __, { firstBatch }) => count < firstBatch,
};

/** Whether a batch takes one more task of `nextMs`. Where all is dealt out evenly, a batch is an encoder's whole share. */
export const takesOneMore: Rule = (batch, nextMs, remaining, config) =>
  config.balance === "even"
    ? batch.count < Math.ceil(remaining.tasks / remaining.takers)
    : rules[config.batch](batch, nextMs, remaining, config);

/** Part of a batch's time that the wished minimum of small tasks may fill. */
const wishedShare = 0.1;

/**
 * Guided self-scheduling (Polychronopoulos and Kuck, 1987): a batch gets half of an even share of the work that remains, so
 * that batches shrink towards the tail, bounded by time and by count. A minimum of small tasks is wished for, so that tiny
 * images do not cost a message each; it never exceeds an even share, nor a tenth of a batch's time.
 */
function guided({ count, ms }: Filling, nextMs: number, remaining: Remaining, config: PlanConfig): boolean {
  if (count >= (remaining.known ? config.maxBatch : Math.min(config.firstBatch, config.maxBatch))) return false;
  const guidedMs = Math.min(config.batchMs, remaining.workMs / remaining.encoders / 2);
  if (ms + nextMs <= guidedMs) return true;
  const wished = Math.min(config.minBatch, Math.ceil(remaining.tasks / remaining.encoders));
  return count < wished && ms + nextMs <= config.batchMs * wishedShare;
}
