import type { ImageInfo } from "@pixelmill/core";

/** Facts of an image: of a still upright JPEG of 40 × 30 pixels where nothing else is said. */
export const makeInfo = (facts: Partial<ImageInfo> = {}): ImageInfo => ({
  format: "jpeg",
  width: 40,
  height: 30,
  frames: 1,
  hasAlpha: false,
  orientation: 1,
  progressive: false,
  hasMetadata: false,
  bitDepth: 8,
  fullChroma: false,
  bytes: 1000,
  ...facts,
});
