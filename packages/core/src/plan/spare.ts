import type { EncoderLoad } from "../dispatch/encoderLoad.ts";
import type { Entry } from "../dispatch/entry.ts";

/** What it depends on whether the longest task is spared. */
export interface SpareInput {
  readonly encoders: readonly EncoderLoad[];
  /** Cores for all encoders together; may be fractional. */
  readonly cores: number;
  /** Tasks that an encoder runs at once. */
  readonly inFlight: number;
  /** Estimated work that waits, in milliseconds. */
  readonly waitingMs: number;
  readonly now: number;
}

/** Tasks of an encoder that have a core each. */
export const slotsWithCore = ({ cores, encoders }: Pick<SpareInput, "cores" | "encoders">): number =>
  Math.max(1, Math.floor(cores / Math.max(1, encoders.length)));

/**
 * Whether the longest task that runs would end last. More tasks in flight than cores keep the cores busy, but each then gets less than
 * a core: a task so long that it would end after all the others is better off with a core of its own. The others lose nothing, since
 * they wait for it in the end anyway.
 */
export function longestEndsLast({ encoders, cores, inFlight, waitingMs, now }: SpareInput): boolean {
  const left = encoders.flatMap(({ running, ready }) => [...running, ...ready]).map((entry) => leftMs(entry, now));
  const total = left.reduce((sum, ms) => sum + ms, waitingMs);
  const longest = left.reduce((most, ms) => Math.max(most, ms), 0);
  const crowd = Math.max(1, (inFlight * encoders.length) / cores);
  return crowd > 1 && crowd * longest > total / cores;
}

const leftMs = ({ estimate, startedAt }: Entry, now: number): number =>
  Math.max(0, estimate.ms - (startedAt === null ? 0 : now - startedAt));
