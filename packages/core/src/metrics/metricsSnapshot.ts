/** A measured distribution: quantiles over what was observed, all null while nothing was. */
export interface Distribution {
  readonly count: number;
  readonly min: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Counts by upper bound; the last bound is null: everything above. */
  readonly histogram: readonly { readonly upTo: number | null; readonly count: number }[];
}

/** What one encoder did. */
export interface EncoderMetrics {
  readonly encoder: number;
  readonly tasks: number;
  /** Time with at least one task running, in milliseconds. */
  readonly busyMs: number;
}

/** Everything measured since the start; nothing in it is derived from an estimate. */
export interface MetricsSnapshot {
  /** Tasks per batch. */
  readonly batchSizes: Distribution;
  /** From submission to start, in milliseconds. */
  readonly waitMs: Distribution;
  /** From start to end, in milliseconds. */
  readonly runMs: Distribution;
  /** Resident memory of service and encoders, in bytes, one observation a sample. */
  readonly memoryBytes: Distribution;
  /** Samples of it above the budget. */
  readonly aboveBudget: number;
  /** Encoders that are there and have begun a task. */
  readonly encoders: readonly EncoderMetrics[];
  /** Encoders that are gone, and what they did together. */
  readonly gone: { readonly encoders: number; readonly tasks: number; readonly busyMs: number };
  /** Encoder starts, and how long each took until it was warm, in milliseconds. */
  readonly spawnMs: Distribution;
  /** Tasks sent a second time after their encoder was lost. */
  readonly retries: number;
  /** Time that encoders with room waited for memory, in milliseconds. */
  readonly contentionMs: number;
  readonly ended: {
    readonly optimized: number;
    readonly keptOriginal: number;
    readonly failed: number;
    readonly cancelled: number;
  };
  /** Decoded source pixels of ended tasks. */
  readonly pixels: number;
  readonly sourceBytes: number;
  readonly outputBytes: number;
  /** Time since the metrics began, in milliseconds. */
  readonly elapsedMs: number;
}

/** What the service measured, with what never came to an encoder. */
export interface ServiceMetrics extends MetricsSnapshot {
  /** Tasks that no encoder was needed for, since what they come to was known. They are in no other number here. */
  readonly known: number;
}
