import { describe, expect, it } from "vitest";
import { inSlices } from "./inSlices.ts";

describe("inSlices", () => {
  it("hands everything over in order, one slice after the other", async () => {
    const slices: number[][] = [];
    let underway = 0;
    await inSlices([1, 2, 3, 4, 5], 2, async (slice) => {
      underway += 1;
      slices.push(slice);
      await new Promise((resolve) => setTimeout(resolve));
      expect(underway).toBe(1);
      underway -= 1;
    });
    expect(slices).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("takes one slice where all fit, and none for nothing", async () => {
    const slices: number[][] = [];
    const send = async (slice: number[]) => slices.push(slice);
    await inSlices([1, 2], 2, send);
    await inSlices([], 2, send);
    expect(slices).toEqual([[1, 2]]);
  });

  it("ends with the first slice that fails", async () => {
    const slices: number[][] = [];
    const sent = inSlices([1, 2, 3], 1, async (slice) => {
      slices.push(slice);
      if (slices.length === 2) throw new Error("refused");
    });
    await expect(sent).rejects.toThrow("refused");
    expect(slices).toEqual([[1], [2]]);
  });
});
