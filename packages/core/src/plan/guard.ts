import type { EncoderId } from "../dispatch/pool.ts";

/** One sample of the memory that counts against the budget. */
export interface MemorySample {
  /** Bytes of the service and all its encoders. */
  readonly usedBytes: number;
  readonly encoders: readonly { readonly id: EncoderId; readonly ownBytes: number; readonly reservedBytes: number }[];
}

/** What the guard decides on a sample. */
export type GuardAction =
  | { readonly type: "none" }
  /** Send nothing more until memory is below the budget again. */
  | { readonly type: "hold" }
  /** Still rising: end the encoder furthest above its reservation. */
  | { readonly type: "kill"; readonly encoder: EncoderId };

/** The last resort behind admission: protects the machine from an estimate that was wrong. */
export function guard(sample: MemorySample, previousUsedBytes: number, budgetBytes: number): GuardAction {
  if (sample.usedBytes <= budgetBytes) return { type: "none" };
  if (sample.usedBytes <= previousUsedBytes || previousUsedBytes <= budgetBytes) return { type: "hold" };
  const worst = sample.encoders
    .filter(({ ownBytes, reservedBytes }) => ownBytes > reservedBytes)
    .sort((a, b) => b.ownBytes - b.reservedBytes - (a.ownBytes - a.reservedBytes))[0];
  return worst === undefined ? { type: "hold" } : { type: "kill", encoder: worst.id };
}
