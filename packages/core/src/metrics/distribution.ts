import type { Distribution } from "./metricsSnapshot.ts";

/**
 * Measured values, kept as counts in fixed bounds. Least, most and mean are exact; a quantile is the upper bound of the
 * bucket it falls into (never above the largest value seen), so its error is the width of a bucket.
 */
export class DistributionRecorder {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  /** `bounds`: upper bounds of the buckets, ascending; one more bucket takes everything above. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    const found = this.#bounds.findIndex((bound) => value <= bound);
    const index = found === -1 ? this.#bounds.length : found;
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#count += 1;
    this.#sum += value;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
  }

  snapshot(): Distribution {
    const empty = this.#count === 0;
    return {
      count: this.#count,
      min: empty ? null : this.#min,
      p50: this.#quantile(0.5),
      p95: this.#quantile(0.95),
      p99: this.#quantile(0.99),
      max: empty ? null : this.#max,
      mean: empty ? null : this.#sum / this.#count,
      histogram: this.#counts.map((count, index) => ({ upTo: this.#bounds[index] ?? null, count })),
    };
  }

  #quantile(share: number): number | null {
    const rank = share * this.#count;
    let seen = 0;
    for (const [index, count] of this.#counts.entries()) {
      seen += count;
      if (count > 0 && seen >= rank) return Math.min(this.#max, this.#bounds[index] ?? this.#max);
    }
    return null;
  }
}

/** Bounds that grow by a constant factor from `first` until `last` is covered. */
export function geometricBounds(first: number, last: number, factor: number): number[] {
  const bounds: number[] = [];
  for (let bound = first; bound < last * factor; bound *= factor) bounds.push(bound);
  return bounds;
}
