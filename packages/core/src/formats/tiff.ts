import type { FormatFacts } from "./formatFacts.ts";

/** TIFF, written lossless (deflate) and only where the source was one. */
export const tiff = {
  label: "TIFF",
  mimeType: "image/tiff",
  extensions: ["tiff", "tif"],
  quality: null,
  maxSide: 2_147_483_647,
  animates: false,
  holdsFrames: true,
  holdsAlpha: true,
  holdsDeep: true,
  shownByBrowsers: false,
  holdsGrey: true,
  holdsProfile: true,
} as const satisfies FormatFacts;
