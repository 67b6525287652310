/** One task's last run, as stored: what a job's report is made of. Moments are Unix time in milliseconds. */
export interface JobRun {
  readonly path: string;
  readonly pixels: number;
  readonly sourceBytes: number;
  /** Whether the task ended with a file to deliver. */
  readonly delivered: boolean;
  /** The start of the engine that encoder and batch are numbers of. */
  readonly engine: number;
  readonly encoder: number;
  readonly batch: number;
  readonly batchSize: number;
  readonly threads: number;
  readonly submittedAt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** As the encoder measured it; null where the task did not run to its end. */
  readonly runMs: number | null;
  readonly estimatedMs: number;
  readonly estimatedPeakBytes: number;
  readonly peakBytes: number | null;
  readonly attempts: number;
}

/** First submission and last end of some runs; null of none. */
export function spanOf(runs: readonly JobRun[]): { readonly beganAt: number; readonly endedAt: number } | null {
  if (runs.length === 0) return null;
  return runs.reduce(
    (span, { submittedAt, endedAt }) => ({
      beganAt: Math.min(span.beganAt, submittedAt),
      endedAt: Math.max(span.endedAt, endedAt),
    }),
    {
      beganAt: Number.POSITIVE_INFINITY,
      endedAt: 0,
    },
  );
}
