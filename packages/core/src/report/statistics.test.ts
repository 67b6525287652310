import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateMedian, quantile } from "./statistics.ts";

describe("a quantile", () => {
  it.each([
    [[], 0.5, null],
    [[3], 0.5, 3],
    [[3], 1, 3],
    [[1, 2], 0.5, 1.5],
    [[4, 1, 3, 2], 0, 1],
    [[4, 1, 3, 2], 1, 4],
    [[1, 2, 3, 4, 5], 0.25, 2],
    [[10, 20], 0.95, 19.5],
  ])("of %j at %d is %j", (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });
});

describe("the interval of a median", () => {
  const of = (count: number) => estimateMedian(Array.from({ length: count }, (_, index) => index + 1));

  it("of nothing is unknown", () => {
    expect(estimateMedian([])).toBeNull();
  });

  // Coverages as in table A.1 of Le Boudec's book, k and n + 1 − k.
  it.each([
    [6, 1, 6, 0.969],
    [8, 1, 8, 0.992],
    [9, 2, 8, 0.961],
    [10, 2, 9, 0.979],
    [20, 6, 15, 0.959],
    [30, 10, 21, 0.957],
  ])("of %i values runs from the %ith to the %ith", (count, low, high, coverage) => {
    const estimate = of(count);
    expect(estimate).toMatchObject({ low, high, count });
    expect(estimate?.coverage).toBeCloseTo(coverage, 3);
  });

  it.each([
    [1, 0],
    [2, 0.5],
    [5, 0.9375],
  ])("of %i values is their range, and says that it covers only %d", (count, coverage) => {
    expect(of(count)).toMatchObject({ low: 1, high: count, coverage });
  });

  it("holds the median, lies within the values, and does not depend on their order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }), (values) => {
        const estimate = estimateMedian(values);
        if (estimate === null) throw new Error("an interval is missing");
        expect(estimate.low).toBeLessThanOrEqual(estimate.median);
        expect(estimate.high).toBeGreaterThanOrEqual(estimate.median);
        expect(values).toContain(estimate.low);
        expect(values).toContain(estimate.high);
        expect(estimateMedian(values.toReversed())).toEqual(estimate);
      }),
    );
  });
});
