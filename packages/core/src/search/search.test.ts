import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dialOf } from "./dial.ts";
import { nextTry, type Point, type Search } from "./search.ts";

const search: Search = { least: 1, most: 100, goal: 75, slack: 2, aim: 0.75, tries: 4, expected: (at) => 35 + at / 2 };

/** Tries until the search is over. */
function tries(values: (at: number) => number, given: Search = search): readonly Point[] {
  const tried: Point[] = [];
  for (let at = nextTry(given, tried); at !== null; at = nextTry(given, tried)) tried.push({ at, value: values(at) });
  return tried;
}

const reachedBy = (tried: readonly Point[], { goal }: Search = search): readonly Point[] =>
  tried.filter(({ value }) => value >= goal);

/** Values that grow with every number, by steps of any size. */
const growing = fc
  .tuple(
    fc.double({ min: -100, max: 90, noNaN: true }),
    fc.array(fc.double({ min: 0.01, max: 5, noNaN: true }), { minLength: 100, maxLength: 100 }),
  )
  .map(([first, steps]) => {
    const values: number[] = [];
    for (const step of steps) values.push(Math.min(100, (values.at(-1) ?? first) + step));
    return (at: number): number => values[at - 1] ?? Number.NaN;
  });

/** The same with values that fall back a little here and there. */
const nearlyGrowing = fc
  .tuple(growing, fc.array(fc.double({ min: -0.8, max: 0.8, noNaN: true }), { minLength: 100, maxLength: 100 }))
  .map(
    ([values, noise]) =>
      (at: number): number =>
        values(at) + (noise[at - 1] ?? 0),
  );

describe("a search", () => {
  it("makes at most four tries, none twice, all within its bounds", () => {
    fc.assert(
      fc.property(fc.oneof(growing, nearlyGrowing), (values) => {
        const tried = tries(values).map(({ at }) => at);
        expect(tried.length).toBeGreaterThan(0);
        expect(tried.length).toBeLessThanOrEqual(4);
        expect(new Set(tried).size).toBe(tried.length);
        expect(tried.every((at) => Number.isInteger(at) && at >= 1 && at <= 100)).toBe(true);
      }),
    );
  });

  it("reaches the goal wherever the highest number does", () => {
    fc.assert(
      fc.property(fc.oneof(growing, nearlyGrowing), (values) => {
        const tried = tries(values);
        if (values(100) >= search.goal) expect(reachedBy(tried).length).toBeGreaterThan(0);
        else if (tried.length < 4) expect(tried.map(({ at }) => at)).toContain(100);
      }),
    );
  });

  it("ends early only with a value close above the goal, or with nothing left between what missed it and what reached it", () => {
    fc.assert(
      fc.property(growing, (values) => {
        const tried = tries(values);
        if (tried.length === 4) return;
        const lowest = Math.min(101, ...reachedBy(tried).map(({ at }) => at));
        const highest = Math.max(0, ...tried.filter(({ value }) => value < search.goal).map(({ at }) => at));
        const value = lowest > 100 ? Number.NaN : values(lowest);
        expect(value <= search.goal + search.slack || lowest - highest === 1).toBe(true);
      }),
    );
  });

  it("takes an image that is as most are with its first try", () => {
    expect(tries(search.expected)).toEqual([{ at: 82, value: 76 }]);
  });

  it("finds images that are better or worse and steeper or flatter within the slack, in two or three tries for most", () => {
    const images = [-12, -8, -4, 0, 4, 8].flatMap((offset) =>
      [0.7, 0.85, 1, 1.2, 1.4].map((steepness) => ({ offset, steepness })),
    );
    const counts = images.map(({ offset, steepness }) => {
      const values = (at: number): number => 75 + offset + steepness * (search.expected(at) - 75) + (at % 3) * 0.1;
      const tried = tries(values);
      const best = Math.min(...reachedBy(tried).map(({ value }) => value));
      if (values(100) >= 75) expect(best).toBeLessThanOrEqual(search.goal + search.slack);
      return tried.length;
    });
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeLessThanOrEqual(2.5);
  });

  it("keeps clear of the goal with its last try: a miss would leave what is far above it", () => {
    // SSIMULACRA2 of a photo by mozjpeg's quality, which rises ever steeper up to 91.
    const measured = [
      [1, 30],
      [78, 67.2],
      [83, 70.3],
      [85, 73.8],
      [86, 77.6],
      [91, 88.7],
      [100, 92],
    ] as const;
    const values = (at: number): number => {
      const above = measured.findIndex(([each]) => each > at);
      const [from, to] = [measured.at(above - 1) ?? [0, 0], measured.at(above) ?? [0, 0]] as const;
      return above < 0 ? 92 : from[1] + ((at - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
    };
    const tried = tries(values, { ...search, expected: dialOf("jpeg", "balanced")?.score ?? search.expected });
    const reached = tried.filter(({ value }) => value >= search.goal).map(({ value }) => value);
    expect(Math.min(...reached)).toBeLessThan(78);
  });

  it("tries the highest number and no more where nothing reaches the goal", () => {
    expect(tries((at) => at / 10).at(-1)).toEqual({ at: 100, value: 10 });
    expect(tries(() => 10).map(({ at }) => at)).toContain(100);
  });

  it("goes down to the lowest number where everything reaches the goal", () => {
    const least = Math.min(...tries((at) => 90 + at / 100).map(({ at }) => at));
    expect(least).toBe(1);
  });

  it("has one try where there is one number", () => {
    expect(tries(() => 0, { ...search, least: 7, most: 7 })).toEqual([{ at: 7, value: 0 }]);
    expect(tries(() => 99, { ...search, least: 7, most: 7 })).toEqual([{ at: 7, value: 99 }]);
  });

  it("is over where nothing is left between what missed the goal and what reached it, in whatever order they were tried", () => {
    const [far, missed, reached, high] = [
      { at: 50, value: 60 },
      { at: 81, value: 74 },
      { at: 82, value: 78 },
      { at: 90, value: 85 },
    ] as const;
    expect(nextTry(search, [missed, reached])).toBeNull();
    expect(nextTry(search, [missed, far, reached])).toBeNull();
    expect(nextTry(search, [far, missed, reached])).toBeNull();
    expect(nextTry(search, [high, reached, missed])).toBeNull();
    expect(nextTry(search, [reached, high, missed])).toBeNull();
  });

  it("keeps its last try for the highest number as long as nothing reached the goal", () => {
    const missed = [50, 60, 70].map((at) => ({ at, value: at - 20 }));
    expect(nextTry(search, missed.slice(0, 2))).toBeLessThan(100);
    expect(nextTry(search, missed)).toBe(100);
  });
});
