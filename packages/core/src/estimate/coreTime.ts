/** When something ran, in milliseconds of one clock. */
export interface Running {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Wall time of its encode in milliseconds. */
  readonly runMs: number;
}

/**
 * What each of some encodes would have taken with a core to itself, in milliseconds: where more ran at once than there are cores,
 * each had its share of them only.
 */
export function coreTimes(runs: readonly Running[], cores: number): number[] {
  return runs.map((run) => {
    const length = run.endedAt - run.startedAt;
    const shared = runs.reduce((sum, other) => sum + overlap(run, other), 0);
    return run.runMs * (length <= 0 ? 1 : Math.min(1, (cores * length) / shared));
  });
}

const overlap = (a: Running, b: Running): number =>
  Math.max(0, Math.min(a.endedAt, b.endedAt) - Math.max(a.startedAt, b.startedAt));
