import { failure, type OutputView, type TaskView } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { optimizedTask, taskView } from "../job/testing/views.ts";
import { firstOutput, isComparable, neighbour, overlayOf, shownResult, shownSource } from "./pairing.ts";

const source = { width: 4000, height: 3000 };

describe("a source over its result", () => {
  it.each([
    ["of its own size", source, null],
    ["made smaller", { width: 1000, height: 750 }, { mode: "width", pixels: 1000, enlarge: false }],
    ["made smaller, a side rounded another way", { width: 1000, height: 749 }, { mode: "width", pixels: 1000, enlarge: false }],
    [
      "in a box of its shape",
      { width: 800, height: 600 },
      { mode: "box", width: 800, height: 600, fit: "cover", position: "attention", enlarge: false },
    ],
  ] as const)("covers a result %s", (_, result, resize) => {
    expect(overlayOf(source, result, resize)).toEqual({ area: { x: 0, y: 0, ...result }, isAligned: true });
  });

  it("reaches beyond one that was cut, and lies within one that was given a border", () => {
    const box = { mode: "box", width: 600, height: 600, enlarge: false } as const;
    const square = { width: 600, height: 600 };
    expect(overlayOf(source, square, { ...box, fit: "cover", position: "centre" })).toEqual({
      area: { x: -100, y: 0, width: 800, height: 600 },
      isAligned: true,
    });
    expect(overlayOf(source, square, { ...box, fit: "contain", position: "centre" })).toEqual({
      area: { x: 0, y: 75, width: 600, height: 450 },
      isAligned: true,
    });
    expect(overlayOf(source, square, { ...box, fit: "cover", position: "entropy" }).isAligned).toBe(false);
  });

  it("is shown whole over one of another size than was asked for", () => {
    const wish = { mode: "width", pixels: 500, enlarge: false } as const;
    expect(overlayOf(source, { width: 2000, height: 1500 }, wish)).toMatchObject({ area: { width: 2000 }, isAligned: true });
    expect(overlayOf(source, { width: 1000, height: 1000 }, wish)).toEqual({
      area: { x: 0, y: 125, width: 1000, height: 750 },
      isAligned: false,
    });
  });
});

const info = {
  format: "tiff",
  ...source,
  frames: 1,
  hasAlpha: false,
  orientation: 1,
  progressive: false,
  hasMetadata: false,
  bitDepth: 8,
  fullChroma: false,
  bytes: 5000,
} as const satisfies TaskView["info"];

const kept: OutputView = {
  result: {
    status: "keptOriginal",
    reason: "wouldBeLarger",
    output: { format: "tiff", ...source, frames: 1, bytes: 5000 },
    warnings: [],
  },
  path: "a.tif",
};
const failed: OutputView = { result: { status: "failed", error: failure("corruptImage") }, path: null };
const made = optimizedTask(1).outputs;

describe("what can be looked at", () => {
  it("is a source that was inspected, and every result with a file", () => {
    expect(shownSource(taskView(1))).toBeNull();
    expect(shownSource(taskView(1, { info }))).toMatchObject({ side: "source", bytes: 1000, isPreview: true });
    expect(made.map(shownResult)).toMatchObject([{ side: 0, bytes: 400, format: "webp", isPreview: false }]);
    expect(shownResult(failed, 0)).toBeNull();
  });

  it("begins with the first result that was made, else with a kept one", () => {
    expect(firstOutput([failed, kept, ...made])).toBe(2);
    expect(firstOutput([failed, kept])).toBe(1);
    expect(firstOutput([failed])).toBe(0);
    expect(firstOutput([])).toBe(0);
  });

  it("is there of every file that is known or has ended", () => {
    expect([undefined, taskView(1), taskView(1, { info }), optimizedTask(1)].map(isComparable)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe("the next file", () => {
  const isSeen = (id: number) => id !== 3;

  it("is the next one with something to see", () => {
    expect(neighbour([1, 2, 3, 4], 2, 1, isSeen)).toBe(4);
    expect(neighbour([1, 2, 3, 4], 4, -1, isSeen)).toBe(2);
    expect(neighbour([1, 2, 3, 4], 4, 1, isSeen)).toBeNull();
    expect(neighbour([1, 2, 3, 4], 1, -1, isSeen)).toBeNull();
  });

  it("is the first or last one where the list does not show this one any more", () => {
    expect(neighbour([1, 2], 9, 1, isSeen)).toBe(1);
    expect(neighbour([1, 2], 9, -1, isSeen)).toBe(2);
  });
});
