import type { ImageInfo } from "@pixelmill/core";

/** Facts of an ordinary JPEG. */
export const makePhotoInfo = (width: number, height: number): ImageInfo => ({
  format: "jpeg",
  width,
  height,
  frames: 1,
  hasAlpha: false,
  orientation: 1,
  progressive: false,
  hasMetadata: false,
  bitDepth: 8,
  fullChroma: false,
  bytes: Math.ceil(width * height * 0.3),
});
