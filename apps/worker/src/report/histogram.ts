import type { Distribution } from "@pixelmill/core";
import type { Column } from "./html/columnChart.ts";

/** Steps of 1, 2 and 5 in every power of ten, from 0.1 on. */
const roundBounds = Array.from({ length: 33 }, (_, index) => [1, 2, 5][index % 3] as number).map(
  (factor, index) => factor * 10 ** (Math.floor(index / 3) - 1),
);

/** A fine histogram in round steps, from its first to its last value. A bucket counts where its upper bound lies. */
export function roundColumns({ histogram, max }: Distribution, label: (upTo: number) => string): Column[] {
  const counts = new Map<number, number>();
  for (const { upTo, count } of histogram) {
    if (count === 0) continue;
    const value = upTo ?? max ?? 0;
    // Bounds grow by tenths: what is a rounding error above a round step belongs to it.
    const bound = roundBounds.findIndex((each) => value <= each * 1.0001);
    const at = bound === -1 ? roundBounds.length - 1 : bound;
    counts.set(at, (counts.get(at) ?? 0) + count);
  }
  if (counts.size === 0) return [];
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())];
  return roundBounds
    .slice(first, last + 1)
    .map((bound, index) => ({ label: `≤ ${label(bound)}`, value: counts.get(first + index) ?? 0 }));
}

/** A histogram as it is, without empty ends; its bounds are whole numbers. */
export function exactColumns({ histogram }: Distribution, more: (least: number) => string): Column[] {
  const filled = histogram.flatMap(({ count }, index) => (count > 0 ? [index] : []));
  const [first, last] = [filled[0] ?? 0, filled.at(-1) ?? -1];
  return histogram.slice(first, last + 1).map(({ upTo, count }, index) => {
    const least = (histogram[first + index - 1]?.upTo ?? 0) + 1;
    const label = upTo === null ? more(least) : upTo === least ? String(upTo) : `${least}–${upTo}`;
    return { label, value: count };
  });
}
