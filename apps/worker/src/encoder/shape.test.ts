import { type ImageFormat, type ImageInfo, outputSettingsSchema, type SourceFormat, type TargetFormat } from "@pixelmill/core";
import { expect, test } from "vitest";
import { makeInfo } from "../testing/imageInfo.ts";
import { outputShape } from "./shape.ts";

const info = (given: Partial<ImageInfo>): ImageInfo => makeInfo({ format: "png", width: 400, height: 300, ...given });

const cases: readonly [SourceFormat, TargetFormat, number][] = [
  ["gif", "original", 4],
  ["gif", "webp", 4],
  ["gif", "png", 1],
  ["gif", "jpeg", 1],
  ["gif", "avif", 1],
  ["webp", "original", 4],
  ["webp", "webp", 4],
  ["webp", "jpeg", 1],
  ["tiff", "original", 4],
  ["tiff", "webp", 1],
  ["avif", "webp", 1],
  ["png", "webp", 4],
  ["png", "jpeg", 1],
  ["jxl", "webp", 4],
  ["jxl", "original", 1],
];

test.each(cases)("of four frames of a %s, %s keeps %i", (format, target, frames) => {
  const shape = outputShape(info({ format, frames: 4 }), outputSettingsSchema.parse({ format: target }));
  expect(shape).toMatchObject({ ok: true, value: { frames, firstFrameOnly: frames < 4 } });
});

test.each([
  ["png", "original"],
  ["png", "png"],
  ["avif", "original"],
] as const)("an animated %s is not flattened to %s: it is kept, or fails where it was to be smaller", (format, target) => {
  const wish = { format: target };
  const animated = info({ format, frames: 4 });
  expect(outputShape(animated, outputSettingsSchema.parse(wish))).toMatchObject({ value: { keptAnimation: true } });
  const small = outputShape(animated, outputSettingsSchema.parse({ ...wish, resize: { mode: "width", pixels: 20 } }));
  expect(small).toMatchObject({ ok: false, error: { code: "unsupportedVariant" } });
});

test.each<[SourceFormat, Partial<ImageInfo>, ImageFormat]>([
  ["heic", {}, "jpeg"],
  ["heic", { hasAlpha: true }, "png"],
  ["jxl", { lossless: true }, "png"],
  ["bmp", {}, "png"],
])("a %s with %o comes out as %s where it should have stayed what it is, and says so", (format, given, written) => {
  const source = info({ format, ...given });
  const shape = (target: TargetFormat) => outputShape(source, outputSettingsSchema.parse({ format: target }));
  expect(shape("original")).toMatchObject({ value: { format: written, formatChanged: true, unconverted: false } });
  expect(shape(written as TargetFormat)).toMatchObject({ value: { format: written, formatChanged: false } });
});

test("sides beyond what the format holds fail with all the numbers", () => {
  const wide = info({ width: 16_384, height: 10 });
  expect(outputShape(wide, outputSettingsSchema.parse({ format: "webp" }))).toEqual({
    ok: false,
    error: {
      code: "imageTooLargeForFormat",
      message: "WebP holds at most 16383 pixels a side; this image is 16384 × 10. Resize it or choose another format.",
    },
  });
  expect(outputShape(wide, outputSettingsSchema.parse({ format: "avif" })).ok).toBe(true);
  expect(outputShape(wide, outputSettingsSchema.parse({ format: "webp", resize: { mode: "longest", pixels: 16_383 } })).ok).toBe(
    true,
  );
});

test("lossless formats have no quality, lossy ones their own default", () => {
  const quality = (settings: object) => {
    const shape = outputShape(info({}), outputSettingsSchema.parse(settings));
    return shape.ok ? shape.value.quality : undefined;
  };
  expect(quality({ quality: 50 })).toBeNull();
  expect(quality({ format: "avif" })).toBe(60);
  expect(quality({ format: "avif", quality: 33 })).toBe(33);
});
