/** A median of measurements and how far it can be trusted. */
export interface MedianEstimate {
  readonly median: number;
  /** Bounds of the confidence interval of the median. */
  readonly low: number;
  readonly high: number;
  /** Probability that the interval holds the true median, 0–1: at least 0.95 from six measurements on, less below. */
  readonly coverage: number;
  /** Measurements behind it. */
  readonly count: number;
}

/** The least coverage that is aimed at. */
const wantedCoverage = 0.95;

/** The value that a share (0–1) of the values lies at or below, linear between neighbours; null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [below, above = below] = sorted.slice(Math.floor(at), Math.floor(at) + 2);
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * Median and its confidence interval from order statistics: the kth smallest to the kth largest value, with the largest k that still
 * covers the median with 95 %. It needs independent measurements, and no assumption on how they are spread.
 * Source: Jean-Yves Le Boudec, Performance Evaluation of Computer and Communication Systems, theorem 2.1 and table A.1. Below six
 * values no interval of theirs covers 95 %; then it is the whole range, with the coverage it has. Null of nothing.
 */
export function estimateMedian(values: readonly number[]): MedianEstimate | null {
  const median = quantile(values, 0.5);
  if (median === null) return null;
  const count = values.length;
  const k = Math.max(1, largestRank(count));
  const inside = values.toSorted((a, b) => a - b).slice(k - 1, count + 1 - k);
  return { median, low: Math.min(...inside), high: Math.max(...inside), coverage: coverage(count, k), count };
}

/** The largest k whose interval covers enough; 0 where none does. */
function largestRank(count: number): number {
  let k = 0;
  while (2 * (k + 1) <= count && coverage(count, k + 1) >= wantedCoverage) k += 1;
  return k;
}

/** Probability that the kth smallest and the kth largest of n values enclose the median: of n coins, k to n − k show heads. */
function coverage(n: number, k: number): number {
  let outside = 0;
  let ways = 1;
  for (let heads = 0; heads < k; heads += 1) {
    outside += ways * 0.5 ** n;
    ways = (ways * (n - heads)) / (heads + 1);
  }
  return Math.max(0, 1 - 2 * outside);
}
