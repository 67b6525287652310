import { describe, expect, it } from "vitest";
import { addSample, type Sample, speedOf } from "./speed.ts";

const gather = (points: readonly [number, number][]): readonly Sample[] =>
  points.reduce<readonly Sample[]>((samples, [atMs, bytes]) => addSample(samples, { atMs, bytes }), []);

describe("speedOf", () => {
  it("is unknown at first", () => {
    expect(speedOf([], 0)).toBeNull();
    expect(speedOf(gather([[0, 0]]), 10_000)).toBeNull();
    expect(
      speedOf(
        gather([
          [0, 0],
          [500, 9000],
        ]),
        500,
      ),
    ).toBeNull();
  });
  it("is bytes a second since the window's start", () => {
    expect(
      speedOf(
        gather([
          [0, 0],
          [5000, 10_000],
        ]),
        5000,
      ),
    ).toBe(2000);
  });
  it("falls while nothing ends", () => {
    const samples = gather([
      [0, 0],
      [5000, 10_000],
    ]);
    expect(speedOf(samples, 10_000)).toBe(1000);
  });
  it("forgets what is older than twenty seconds", () => {
    const samples = gather([
      [0, 0],
      [10_000, 1_000_000],
      [30_000, 1_010_000],
      [40_000, 1_020_000],
    ]);
    expect(speedOf(samples, 40_000)).toBe((1000 * (1_020_000 - 1_000_000)) / 30_000);
    expect(samples.length).toBe(3);
  });
  it("keeps few samples of a long job", () => {
    let samples: readonly Sample[] = [];
    for (let i = 0; i < 10_000; i += 1) samples = addSample(samples, { atMs: i * 100, bytes: i });
    expect(samples.length).toBeLessThanOrEqual(202);
  });
});
