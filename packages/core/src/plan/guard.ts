import type { EncoderId } from "../dispatch/pool.ts";

/** Memory at one moment. */
export interface UsedMemorySample {
  /** Milliseconds of any clock that never goes back. */
  readonly atMs: number;
  /** Bytes of the service and all its encoders. */
  readonly usedBytes: number;
}

/** An encoder's memory against what it reserved, in bytes. */
export interface EncoderMemory {
  readonly id: EncoderId;
  readonly ownBytes: number;
  readonly reservedBytes: number;
  /** Its lone task is on trial: let in though a careful estimate of it exceeds the budget. Default false. */
  readonly trial?: boolean;
}

/** The memory that counts against the budget. */
export interface MemorySample {
  /** Every sample since the guard was last asked, oldest first. */
  readonly used: readonly UsedMemorySample[];
  /** The encoders as of the last of them. */
  readonly encoders: readonly EncoderMemory[];
}

/** What the guard decides on a sample. */
export type GuardAction =
  | { readonly type: "none" }
  /** Send nothing more until memory is below the budget again. */
  | { readonly type: "hold" }
  /** End this encoder: memory still rises and it is furthest above its reservation, or its trial has failed. */
  | { readonly type: "kill"; readonly encoder: EncoderId; readonly trial: boolean };

/**
 * How long memory has to stay higher than before to count as rising, in milliseconds. Two samples at the default pace; longer than
 * what small tasks and garbage of the service take and give back, and short against the time to exhaust a machine of which the
 * budget is at most 0.7.
 */
export const risingMs = 100;

/** By how much it has to be higher, as a share of the budget: less is the noise of caches and garbage. */
export const risingShare = 0.01;

/** How long an encoder that was to be ended is not named again, in milliseconds: its memory takes a moment to come back. */
export const endingMs = 1000;

/**
 * The last resort behind admission: protects the machine from an estimate that was wrong. Memory above the budget holds all sending.
 * It still rises where the least of the last {@link risingMs} is higher, by {@link risingShare} of the budget, than the least since the
 * budget was passed: so a spike is no rise, however high, and a slow one is, at any pace of sampling.
 */
export class MemoryGuard {
  /** Samples above the budget of the last `risingMs`. */
  #recent: UsedMemorySample[] = [];
  /** The least of those before them, since the budget was passed or an encoder ended. */
  #floorBytes = Number.POSITIVE_INFINITY;
  readonly #ending = new Map<EncoderId, number>();

  decide({ used, encoders }: MemorySample, budgetBytes: number): GuardAction {
    for (const sample of used) this.#observe(sample, budgetBytes);
    for (const id of this.#ending.keys()) if (encoders.every((encoder) => encoder.id !== id)) this.#ending.delete(id);
    const now = used.at(-1)?.atMs ?? 0;
    const above = this.#aboveReservation(encoders, now);
    const failed = above.find(({ trial }) => trial === true);
    if (failed !== undefined) return this.#end(failed.id, true, now);
    if (this.#recent.length === 0) return { type: "none" };
    const [worst] = this.#rises(budgetBytes) ? above : [];
    return worst === undefined ? { type: "hold" } : this.#end(worst.id, false, now);
  }

  #observe(sample: UsedMemorySample, budgetBytes: number): void {
    if (sample.usedBytes <= budgetBytes) {
      this.#restart();
      return;
    }
    this.#recent.push(sample);
    const old = this.#recent.filter(({ atMs }) => atMs <= sample.atMs - risingMs);
    this.#recent = this.#recent.slice(old.length);
    this.#floorBytes = Math.min(this.#floorBytes, least(old));
  }

  #rises(budgetBytes: number): boolean {
    return least(this.#recent) > this.#floorBytes + risingShare * budgetBytes;
  }

  /** The furthest above first. */
  #aboveReservation(encoders: readonly EncoderMemory[], now: number): EncoderMemory[] {
    const excess = ({ ownBytes, reservedBytes }: EncoderMemory) => ownBytes - reservedBytes;
    return encoders
      .filter((encoder) => excess(encoder) > 0 && !this.#isEnding(encoder.id, now))
      .sort((a, b) => excess(b) - excess(a));
  }

  #isEnding(encoder: EncoderId, now: number): boolean {
    const since = this.#ending.get(encoder);
    if (since !== undefined && now - since >= endingMs) this.#ending.delete(encoder);
    return this.#ending.has(encoder);
  }

  #end(encoder: EncoderId, trial: boolean, now: number): GuardAction {
    this.#ending.set(encoder, now);
    this.#restart();
    return { type: "kill", encoder, trial };
  }

  #restart(): void {
    this.#recent = [];
    this.#floorBytes = Number.POSITIVE_INFINITY;
  }
}

const least = (samples: readonly UsedMemorySample[]): number =>
  samples.reduce((bytes, { usedBytes }) => Math.min(bytes, usedBytes), Number.POSITIVE_INFINITY);
