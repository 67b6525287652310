import * as z from "zod";
import { durationBounds, memoryBounds } from "./bounds.ts";
import { DistributionRecorder } from "./distribution.ts";
import { distributionSchema } from "./distributionSchema.ts";
import { type MemoryPoint, MemorySeries, memoryPointSchema } from "./memorySeries.ts";

/** What happened to the pool as a whole over some time, whichever jobs it worked for. */
export const poolMetricsSchema = z.strictObject({
  /** Unix time in milliseconds. */
  beganAt: z.number(),
  /** Memory of service and encoders over time, at most 400 points, each the nearest to its budget of those it stands for. */
  memory: z.array(memoryPointSchema),
  /** The same, in bytes, one observation a sample. */
  memoryBytes: distributionSchema,
  /** Samples above the budget. */
  aboveBudget: z.int().min(0),
  /** Encoder starts, and how long each took until it was warm, in milliseconds. */
  spawnMs: distributionSchema,
  /** Encoders that ended, for whatever reason. */
  gone: z.int().min(0),
  /** Time that encoders with room waited for memory, in milliseconds; of each encoder for itself. */
  contentionMs: z.number().min(0),
});

export type PoolMetrics = z.infer<typeof poolMetricsSchema>;

/** Collects {@link PoolMetrics}; its size does not grow with time. */
export class PoolRecorder {
  readonly #memory = new MemorySeries();
  readonly #memoryBytes = new DistributionRecorder(memoryBounds);
  readonly #spawnMs = new DistributionRecorder(durationBounds);
  readonly #beganAt: number;
  #aboveBudget = 0;
  #gone = 0;
  #contentionMs = 0;
  #contention: { readonly encoders: number; readonly since: number };

  constructor(now: number) {
    this.#beganAt = now;
    this.#contention = { encoders: 0, since: now };
  }

  /** Encoders with room that wait for memory now. */
  get waiting(): number {
    return this.#contention.encoders;
  }

  memorySampled(sample: MemoryPoint): void {
    this.#memory.add(sample);
    this.#memoryBytes.observe(sample.usedBytes);
    if (sample.usedBytes > sample.budgetBytes) this.#aboveBudget += 1;
  }

  encoderSpawned(ms: number): void {
    this.#spawnMs.observe(ms);
  }

  encoderGone(): void {
    this.#gone += 1;
  }

  /** How many encoders with room wait for memory from now on. */
  waitingForMemory(encoders: number, now: number): void {
    this.#contentionMs += this.#contention.encoders * (now - this.#contention.since);
    this.#contention = { encoders, since: now };
  }

  snapshot(now: number): PoolMetrics {
    this.waitingForMemory(this.waiting, now);
    return {
      beganAt: this.#beganAt,
      memory: this.#memory.points(),
      memoryBytes: filled(this.#memoryBytes),
      aboveBudget: this.#aboveBudget,
      spawnMs: filled(this.#spawnMs),
      gone: this.#gone,
      contentionMs: this.#contentionMs,
    };
  }
}

/** A distribution without its empty buckets, of which a short time has hundreds. */
function filled(recorder: DistributionRecorder): PoolMetrics["spawnMs"] {
  const { histogram, ...rest } = recorder.snapshot();
  return { ...rest, histogram: histogram.filter(({ count }) => count > 0) };
}
