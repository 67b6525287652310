import { leastQuality } from "./leastQuality.ts";

/** An encode at one quality. */
export interface Rung {
  readonly quality: number;
  readonly bytes: number;
  readonly score: number;
  readonly cpuSeconds: number | null;
  /** The original in its place: nothing lies between it and an encode. */
  readonly kept: boolean;
}

/** What an encode of exactly some score would take. */
export interface AtScore {
  /** Between two whole qualities. */
  readonly quality: number;
  readonly bytes: number;
  readonly cpuSeconds: number | null;
}

/**
 * What an encoder with whole qualities would take for exactly a score: between the last quality below it and the first that reaches
 * it, on a straight line in score, of the logarithm of bytes, which is near to straight there, and of CPU time. Null where no quality
 * reaches it, or all do, or a kept original, so that there is nothing to lie between.
 */
export async function atScore(rungAt: (quality: number) => Promise<Rung>, score: number, guess: number): Promise<AtScore | null> {
  const quality = await leastQuality(async (each) => (await rungAt(each)).score, score, guess);
  if (quality === null || quality === 1) return null;
  const [below, above] = [await rungAt(quality - 1), await rungAt(quality)];
  return below.kept || above.kept ? null : between(below, above, score);
}

/** `below` is under the score, `above` at or over it. */
export function between(below: Rung, above: Rung, score: number): AtScore {
  const share = (score - below.score) / (above.score - below.score);
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return {
    quality: mix(below.quality, above.quality),
    bytes: Math.exp(mix(Math.log(below.bytes), Math.log(above.bytes))),
    cpuSeconds: below.cpuSeconds === null || above.cpuSeconds === null ? null : mix(below.cpuSeconds, above.cpuSeconds),
  };
}
