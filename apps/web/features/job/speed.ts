/** How many source bytes had been dealt with at a moment. */
export interface Sample {
  /** Unix time in milliseconds. */
  readonly atMs: number;
  readonly bytes: number;
}

/** The past that the speed is told from, in milliseconds: long enough to be calm, short enough to follow a change. */
const windowMs = 20_000;

/** Below this the speed would be a guess, in milliseconds. */
const shortestMs = 2000;

/** The samples with one more, without those that are older than the window; one older is kept as its start. */
export function addSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const firstInside = samples.findIndex(({ atMs }) => atMs > sample.atMs - windowMs);
  const from = firstInside === -1 ? samples.length - 1 : firstInside - 1;
  return [...samples.slice(Math.max(0, from)), sample];
}

/** Bytes a second over the window, or null while too little is known. `now` counts the time since the last sample too. */
export function speedOf(samples: readonly Sample[], now: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) return null;
  const elapsedMs = now - first.atMs;
  return elapsedMs < shortestMs || last.bytes <= first.bytes ? null : ((last.bytes - first.bytes) / elapsedMs) * 1000;
}
