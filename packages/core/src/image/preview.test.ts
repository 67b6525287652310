import { describe, expect, it } from "vitest";
import { sourceFormats } from "../formats/formats.ts";
import { resizedDimensions } from "../settings/geometry.ts";
import { isShownAsItIs, maxShownPixels, previewSettings } from "./preview.ts";

describe("what browsers show as it is", () => {
  it("is told by the format", () => {
    const shown = sourceFormats.filter((format) => isShownAsItIs({ format, width: 40, height: 30 }));
    expect(shown).toEqual(["jpeg", "png", "webp", "avif", "gif", "bmp", "ico", "svg"]);
  });

  it("has no more pixels than the limit, unless it is a drawing, which has none", () => {
    expect(isShownAsItIs({ format: "jpeg", width: maxShownPixels / 1000, height: 1000 })).toBe(true);
    expect(isShownAsItIs({ format: "jpeg", width: maxShownPixels / 1000 + 1, height: 1000 })).toBe(false);
    expect(isShownAsItIs({ format: "svg", width: maxShownPixels, height: 1000 })).toBe(true);
  });
});

describe("a preview", () => {
  it.each([
    [
      { width: 4000, height: 3000 },
      { width: 4000, height: 3000 },
    ],
    [
      { width: 1, height: 1 },
      { width: 1, height: 1 },
    ],
    [
      { width: 10_000, height: 5000 },
      { width: 10_000, height: 5000 },
    ],
    [
      { width: 10_000, height: 10_000 },
      { width: 7071, height: 7071 },
    ],
    [
      { width: 5000, height: 20_000 },
      { width: 3535, height: 14_142 },
    ],
    [
      { width: 65_000, height: 1000 },
      { width: 57_008, height: 877 },
    ],
  ])("of %j has %j", (source, size) => {
    const { outputs } = previewSettings(source);
    expect(outputs.map(({ format, resize }) => [format, resizedDimensions(source, resize)])).toEqual([["png", size]]);
    expect(size.width * size.height).toBeLessThanOrEqual(maxShownPixels);
  });
});
