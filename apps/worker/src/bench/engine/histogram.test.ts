import { expect, it } from "vitest";
import { difference } from "./histogram.ts";

const histogram = (...counts: number[]) =>
  counts.map((count, index) => ({ upTo: index === counts.length - 1 ? null : index + 1, count }));

it("counts what came between two looks, up to the last bucket that has something", () => {
  expect(difference(histogram(5, 1, 0, 0), histogram(7, 1, 2, 0))).toEqual([
    { upTo: 1, count: 2 },
    { upTo: 2, count: 0 },
    { upTo: 3, count: 2 },
  ]);
});

it("is empty where nothing came", () => {
  expect(difference(histogram(5, 1), histogram(5, 1))).toEqual([]);
});
