/** What a task is expected to cost. */
export interface Estimate {
  /** Wall time on one core, in milliseconds. */
  readonly ms: number;
  /** Memory it adds to its encoder at its peak, in bytes. */
  readonly peakBytes: number;
}
