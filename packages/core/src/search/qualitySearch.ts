import type { Dial } from "./dial.ts";
import { nextTry, type Point, type Search } from "./search.ts";

/** One encode of a search. */
export interface Trial {
  readonly quality: number;
  readonly bytes: number;
  /** Null where none was measured. */
  readonly score: number | null;
}

/** Which qualities to try, and which of those that were tried is the one. */
export interface QualitySearch {
  /** Null where the search is over. */
  next(tried: readonly Trial[]): number | null;
  /** Of what was tried the one that comes nearest to what is looked for; null of nothing. */
  best<T extends Trial>(tried: readonly T[]): T | null;
}

/** Most encodes of a search: with a first guess and a secant 2–3 are the rule. */
export const mostTrials = 4;

/** How much better than asked a file may be to be taken without another try, and how much better is aimed at, in points of the score. */
const scoreSlack = 2;
const scoreAim = 0.75;

/**
 * Looks for the smallest file whose score is at or above a target. Each trial has to have its score. Where nothing reaches the target the
 * best there is, is the one.
 */
export function searchForScore(dial: Dial, target: number): QualitySearch {
  const { least, most } = dial;
  const search: Search = { least, most, goal: target, slack: scoreSlack, aim: scoreAim, tries: mostTrials, expected: dial.score };
  const points = (tried: readonly Trial[]): Point[] => tried.map(({ quality, score }) => ({ at: quality, value: score ?? 0 }));
  return {
    next: (tried) => nextTry(search, points(tried)),
    best: (tried) => {
      const reached = tried.filter(({ score }) => (score ?? 0) >= target);
      return reached.length > 0 ? leastBy(reached, ({ bytes }) => bytes) : leastBy(tried, ({ score }) => -(score ?? 0));
    },
  };
}

/** How much smaller than allowed a file may be to be taken without another try: a share of 6 %, as a difference of logarithms. */
const bytesSlack = 0.06;

/** Most encodes where a size is searched: none of them is scored, so two more are affordable. */
const mostSizeTrials = 6;

/**
 * Looks for the highest quality whose file fits into a number of bytes. `fixedBytes` are about those that every file has besides its
 * picture, its metadata say, which no quality changes. The search runs along the dial from its other end, where files get smaller with
 * every step. Where nothing fits the smallest file there is, is the one.
 */
export function searchForBytes(dial: Dial, pixels: number, maxBytes: number, fixedBytes = 0): QualitySearch {
  const logOfPicture = (bytes: number): number => Math.log(Math.max(1, bytes - fixedBytes));
  const search: Search = {
    least: -dial.most,
    most: -dial.least,
    goal: -logOfPicture(maxBytes),
    slack: bytesSlack,
    aim: bytesSlack / 2,
    tries: mostSizeTrials,
    expected: (at) => -(dial.logBytes(-at) + Math.log(pixels)),
  };
  const points = (tried: readonly Trial[]): Point[] =>
    tried.map(({ quality, bytes }) => ({ at: -quality, value: -logOfPicture(bytes) }));
  return {
    next: (tried) => {
      const at = nextTry(search, points(tried));
      return at === null ? null : -at;
    },
    best: (tried) => {
      const fits = tried.filter(({ bytes }) => bytes <= maxBytes);
      return fits.length > 0 ? leastBy(fits, ({ quality }) => -quality) : leastBy(tried, ({ bytes }) => bytes);
    },
  };
}

const leastBy = <T>(all: readonly T[], measure: (one: T) => number): T | null =>
  all.reduce<T | null>((least, one) => (least === null || measure(one) < measure(least) ? one : least), null);
