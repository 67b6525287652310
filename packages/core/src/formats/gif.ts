import type { FormatFacts } from "./formatFacts.ts";

/** GIF, read in all its frames; written only where the source was one. */
export const gif = {
  label: "GIF",
  mimeType: "image/gif",
  extensions: ["gif"],
  quality: null,
  maxSide: 65_535,
  animates: true,
  holdsFrames: true,
  holdsAlpha: true,
  holdsDeep: false,
  shownByBrowsers: true,
  holdsGrey: false,
  holdsProfile: false,
} as const satisfies FormatFacts;
