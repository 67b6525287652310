import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastQuality } from "./leastQuality.ts";

/** A ladder whose score is the quality, and every quality that was looked at. */
function ladder() {
  const looked: number[] = [];
  const scoreAt = async (quality: number) => {
    looked.push(quality);
    return quality;
  };
  return { looked, scoreAt };
}

describe("the least quality that reaches a score", () => {
  it("is found from any guess, and never looked for twice at the same place", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.integer({ min: -50, max: 150 }), async (wanted, guess) => {
        const { looked, scoreAt } = ladder();
        expect(await leastQuality(scoreAt, wanted, guess)).toBe(wanted);
        expect(new Set(looked).size).toBe(looked.length);
        expect(looked.every((quality) => quality >= 1 && quality <= 100)).toBe(true);
        if (wanted > 1) expect(looked).toContain(wanted - 1);
      }),
    );
  });

  it("takes two looks where the guess is right", async () => {
    const { looked, scoreAt } = ladder();
    await leastQuality(scoreAt, 75, 75);
    expect(looked).toEqual([75, 74]);
  });

  it("is none where 100 does not reach it, and 1 where everything does", async () => {
    expect(await leastQuality(ladder().scoreAt, 101, 75)).toBeNull();
    expect(await leastQuality(ladder().scoreAt, -5, 75)).toBe(1);
  });
});
