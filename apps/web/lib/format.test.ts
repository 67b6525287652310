import { describe, expect, it } from "vitest";
import { formatChange, formatDuration, plural, wholePercent } from "./format.ts";

describe("formatDuration", () => {
  it.each([
    [-1, "0 ms"],
    [0, "0 ms"],
    [999, "999 ms"],
    [1000, "1.0 s"],
    [9949, "9.9 s"],
    [9950, "10 s"],
    [59_499, "59 s"],
    [59_500, "1 min 00 s"],
    [185_000, "3 min 05 s"],
    [3_599_499, "59 min 59 s"],
    [3_599_500, "1 h 00 min"],
    [8_040_000, "2 h 14 min"],
  ])("%d ms is %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("formatChange", () => {
  it.each([
    [100, 42, "−58 %"],
    [100, 112, "+12 %"],
    [1000, 999, "0 %"],
    [1000, 1001, "0 %"],
    [100_000, 1, "−99 %"],
    [100, 0, "−100 %"],
  ])("%d to %d is %s", (before, after, text) => expect(formatChange(before, after)).toBe(text));
  it("is nothing without a size to compare with", () => expect(formatChange(0, 5)).toBeNull());
});

describe("wholePercent", () => {
  it.each([
    [0, 0, 0],
    [0, 10, 0],
    [999, 1000, 99],
    [1000, 1000, 100],
    [11, 10, 100],
    [-1, 10, 0],
  ])("%d of %d is %d %", (part, whole, percent) => expect(wholePercent(part, whole)).toBe(percent));
});

it("counts in words", () => {
  expect(plural(1, "file", "files")).toBe("1 file");
  expect(plural(1204, "file", "files")).toBe("1,204 files");
});
