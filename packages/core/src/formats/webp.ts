import type { FormatFacts } from "./formatFacts.ts";

/** WebP, lossy, effort 4. Quality 80 looks like JPEG 80 (Butteraugli puts the match at 77–83). */
export const webp = {
  label: "WebP",
  mimeType: "image/webp",
  extensions: ["webp"],
  quality: { min: 1, max: 100, default: 80 },
  maxSide: 16_383,
  animates: true,
  holdsFrames: true,
  holdsAlpha: true,
  holdsDeep: false,
  shownByBrowsers: true,
  holdsGrey: false,
  holdsProfile: true,
} as const satisfies FormatFacts;
