import type { FormatFacts } from "./formatFacts.ts";

/** AVIF (AV1), effort 2. Quality 60 looks like JPEG 80 (Butteraugli puts the match at 53–62). */
export const avif = {
  label: "AVIF",
  mimeType: "image/avif",
  extensions: ["avif"],
  quality: { min: 1, max: 100, default: 60 },
  maxSide: 16_384,
  animates: false,
  holdsFrames: false,
  holdsAlpha: true,
  holdsDeep: false,
  shownByBrowsers: true,
  holdsGrey: false,
  holdsProfile: true,
} as const satisfies FormatFacts;
