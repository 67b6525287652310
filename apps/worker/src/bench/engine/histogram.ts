import type { Distribution } from "@pixelmill/core";

type Histogram = Distribution["histogram"];

/** What was counted between two looks at a histogram of the same bounds, from the first bucket to the last that counts something. */
export function difference(before: Histogram, after: Histogram): { upTo: number | null; count: number }[] {
  const counts = after.map(({ upTo, count }, index) => ({ upTo, count: count - (before[index]?.count ?? 0) }));
  const last = counts.findLastIndex(({ count }) => count > 0);
  return counts.slice(0, last + 1);
}
