import type { Sample } from "./speed.ts";

/** Between which times the rest will most likely be done, in milliseconds. */
export interface TimeLeft {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Below these the time left would be a guess: how long the work was seen, and how often something ended meanwhile. */
const shortestMs = 4000;
const fewestEnds = 3;

/** The past is looked at in so many slices at most, each at least so long. */
const mostSlices = 8;
const shortestSliceMs = 1000;

/** How far off the mean speed may be at least and at most, as a share of it: images to come differ from those that are done. */
const [leastDoubt, mostDoubt] = [0.15, 0.6];

/**
 * How long the rest takes, from how steadily the last of it was done: the mean speed of the samples, give or take two standard errors.
 * Null while too little is known.
 */
export function timeLeft(remainingBytes: number, samples: readonly Sample[], now: number): TimeLeft | null {
  const first = samples[0];
  if (first === undefined || now - first.atMs < shortestMs || endsIn(samples) < fewestEnds) return null;
  const speeds = sliceSpeeds(samples, first.atMs, now);
  const mean = speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
  if (mean <= 0) return null;
  const doubt = Math.min(mostDoubt, Math.max(leastDoubt, (2 * standardError(speeds, mean)) / mean));
  const ms = Math.max(0, remainingBytes) / mean;
  return { fromMs: ms / (1 + doubt), toMs: ms / (1 - doubt) };
}

const endsIn = (samples: readonly Sample[]): number =>
  samples.filter(({ bytes }, at) => at > 0 && bytes > (samples[at - 1]?.bytes ?? 0)).length;

/** Bytes a millisecond in each of several equal slices of time. */
function sliceSpeeds(samples: readonly Sample[], from: number, to: number): number[] {
  const slices = Math.max(2, Math.min(mostSlices, Math.floor((to - from) / shortestSliceMs)));
  const sliceMs = (to - from) / slices;
  const bytesAt = Array.from({ length: slices + 1 }, (_, at) => bytesUntil(samples, from + at * sliceMs));
  return bytesAt.slice(1).map((bytes, at) => (bytes - (bytesAt[at] ?? 0)) / sliceMs);
}

const bytesUntil = (samples: readonly Sample[], atMs: number): number =>
  samples.findLast((sample) => sample.atMs <= atMs)?.bytes ?? samples[0]?.bytes ?? 0;

function standardError(values: readonly number[], mean: number): number {
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}
