import { describe, expect, it } from "vitest";
import { atScore, between, type Rung } from "./atScore.ts";

/** Each quality doubles the bytes, and has itself as its score. */
const rungAt = async (quality: number): Promise<Rung> => ({
  quality,
  bytes: 2 ** quality,
  score: quality,
  cpuSeconds: quality,
  kept: quality > 90,
});

describe("an encode at exactly a score", () => {
  it("lies between the two whole qualities around it", async () => {
    const found = await atScore(rungAt, 20.5, 60);
    expect(found).toMatchObject({ quality: 20.5, cpuSeconds: 20.5 });
    expect(found?.bytes).toBeCloseTo(2 ** 20.5);
  });

  it("is the encode itself where a whole quality has that score", async () => {
    expect(await atScore(rungAt, 30, 10)).toMatchObject({ quality: 30, cpuSeconds: 30 });
  });

  it("is none where every quality reaches the score, or none does, or only the original", async () => {
    expect(await atScore(rungAt, 90.5, 10)).toBeNull();
    expect(await atScore(rungAt, 0.5, 10)).toBeNull();
    expect(await atScore(rungAt, 100.5, 10)).toBeNull();
  });

  it("has no CPU time where that is unknown", async () => {
    const [below, above] = [await rungAt(1), { ...(await rungAt(2)), cpuSeconds: null }];
    expect(between(below, above, 1.5).cpuSeconds).toBeNull();
    expect(between(above, below, 1.5).cpuSeconds).toBeNull();
  });
});
