/** What a task is expected to cost. */
export interface Estimate {
  /** Wall time on one core, in milliseconds. */
  readonly ms: number;
  /** Memory it adds to its encoder at its peak, in bytes. */
  readonly peakBytes: number;
  /** The least of that memory it could turn out to need, in bytes, at most `peakBytes`. */
  readonly leastPeakBytes: number;
}
