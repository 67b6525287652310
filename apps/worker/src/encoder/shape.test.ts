import { type ImageFormat, type ImageInfo, outputSettingsSchema, type TargetFormat } from "@pixelmill/core";
import { expect, test } from "vitest";
import { outputShape } from "./shape.ts";

const info = (given: Partial<ImageInfo>): ImageInfo => ({
  format: "png",
  width: 400,
  height: 300,
  frames: 1,
  hasAlpha: false,
  orientation: 1,
  progressive: false,
  hasMetadata: false,
  bitDepth: 8,
  fullChroma: false,
  bytes: 1000,
  ...given,
});

const cases: readonly [ImageFormat, TargetFormat, number][] = [
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
  ["avif", "original", 1],
  ["png", "webp", 1],
];

test.each(cases)("of four frames of a %s, %s keeps %i", (format, target, frames) => {
  const shape = outputShape(info({ format, frames: 4 }), outputSettingsSchema.parse({ format: target }));
  expect(shape).toMatchObject({ ok: true, value: { frames, firstFrameOnly: frames < 4 } });
});

test.each(["original", "png"] as const)("an animated PNG is not flattened to %s", (target) => {
  const shape = outputShape(info({ frames: 4 }), outputSettingsSchema.parse({ format: target }));
  expect(shape).toMatchObject({ ok: false, error: { code: "unsupportedVariant" } });
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
