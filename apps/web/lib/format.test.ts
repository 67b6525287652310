import { describe, expect, it } from "vitest";
import { formatsOf, wholePercent } from "./format.ts";

const formats = formatsOf("en");

describe("a duration", () => {
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
  ])("%d ms is %s", (ms, text) => expect(formats.duration(ms)).toBe(text));
});

describe("a change", () => {
  it.each([
    [100, 42, "−58 %"],
    [100, 112, "+12 %"],
    [1000, 999, "0 %"],
    [1000, 1001, "0 %"],
    [100_000, 1, "−99 %"],
    [100, 0, "−100 %"],
  ])("%d to %d is %s", (before, after, text) => expect(formats.change(before, after)).toBe(text));
  it("is nothing without a size to compare with", () => expect(formats.change(0, 5)).toBeNull());
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

it("writes numbers with separators and wished decimals", () => {
  expect([formats.count(1204), formats.decimal(75, 1), formats.decimal(0.256, 2)]).toEqual(["1,204", "75.0", "0.26"]);
  expect([formats.percent(57.6), formats.percent(0.1, 1)]).toEqual(["58 %", "0.1 %"]);
});

it("writes bytes with three digits", () => {
  expect([950, 1_234_000, 4e9].map(formats.bytes)).toEqual(["950 B", "1.23 MB", "4 GB"]);
});

describe("a range", () => {
  it.each([
    [1_180_000_000, 1_610_000_000, "1.2–1.6 GB"],
    [900_000, 42_400_000, "1–42 MB"],
    [0, 0, "~0 byte"],
    [12, 950, "12–950 byte"],
    [4_000_000, 4_010_000, "~4 MB"],
  ])("of bytes from %d to %d is %s", (least, most, text) => expect(formats.bytesRange(least, most)).toBe(text));

  it.each([
    [355_000, 540_000, "6–9 mins"],
    [12_000, 80_000, "12–80 secs"],
    [3_600_000, 9_000_000, "1–2.5 hrs"],
    [10, 400, "0–1 secs"],
  ])("of milliseconds from %d to %d is %s", (least, most, text) => expect(formats.durationRange(least, most)).toBe(text));

  it("of percents has none but whole ones", () => expect(formats.percentRange(37.6, 52.2)).toBe("38–52 %"));
});

it("says less than a second in seconds where milliseconds are too much", () => {
  expect([formats.elapsed(840), formats.elapsed(61_000)]).toEqual(["0.8 s", "1 min 01 s"]);
});

it("lists", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(formats.listed)).toEqual(["", "a", "a and b", "a, b and c"]);
});

it("writes a moment by day and time", () => {
  expect(formats.date(new Date(2026, 10, 23, 6, 5).getTime())).toBe("23 Nov 2026, 06:05");
});

it.each([
  ["de", "12.345", "1,23 MB", "4,2 s", "−58 %", "a, b und c", "23.11.2026, 06:05"],
  ["es", "12.345", "1,23 MB", "4,2 s", "−58 %", "a, b y c", "23 nov 2026, 6:05"],
] as const)("follows the language in %s", (locale, count, bytes, duration, change, listed, date) => {
  const local = formatsOf(locale);
  expect([local.count(12_345), local.bytes(1_234_000), local.duration(4200)]).toEqual([count, bytes, duration]);
  expect([local.change(100, 42), local.listed(["a", "b", "c"])]).toEqual([change, listed]);
  expect(local.date(new Date(2026, 10, 23, 6, 5).getTime())).toBe(date);
});
