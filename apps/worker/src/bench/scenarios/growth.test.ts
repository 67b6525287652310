import { describe, expect, it } from "vitest";
import { typicalBytes } from "./growth.ts";

const samples = [10, 20, 30, 40, 50].map((bytes, index) => ({ at: 100 * index, bytes }));

describe("the memory when so many tasks had ended", () => {
  it("is the median of the samples since nine tenths of them had", () => {
    // Of ten tasks the tenth ended at 300, and is the only one after the first nine tenths.
    expect(typicalBytes(samples, [...Array.from({ length: 9 }, () => 50), 300], 10)).toBe(40);
    expect(
      typicalBytes(
        samples,
        Array.from({ length: 10 }, (_, index) => 10 * index + 110),
        10,
      ),
    ).toBe(30);
  });

  it("is that of the last sample before where all ended between two", () => {
    expect(typicalBytes(samples, [250, 251], 2)).toBe(30);
  });

  it("is unknown where tasks did not end, or no sample was taken", () => {
    expect(() => typicalBytes(samples, [], 1)).toThrow("before 1 tasks had ended");
    expect(() => typicalBytes([], [100], 1)).toThrow("before 1 tasks had ended");
  });
});
