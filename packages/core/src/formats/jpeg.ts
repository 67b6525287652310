import type { FormatFacts } from "./formatFacts.ts";

/** JPEG, written by mozjpeg. Quality 80 is the anchor that the other formats' defaults are matched to. */
export const jpeg = {
  label: "JPEG",
  mimeType: "image/jpeg",
  extensions: ["jpg", "jpeg", "jpe", "jfif"],
  quality: { min: 1, max: 100, default: 80 },
  maxSide: 65_500,
  animates: false,
  holdsFrames: false,
  holdsAlpha: false,
  holdsDeep: false,
  shownByBrowsers: true,
  holdsGrey: true,
  holdsProfile: true,
} as const satisfies FormatFacts;
