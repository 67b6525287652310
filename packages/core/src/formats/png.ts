import type { FormatFacts } from "./formatFacts.ts";

/** PNG, always lossless: a quality number would turn it into a palette image without being asked. */
export const png = {
  label: "PNG",
  mimeType: "image/png",
  extensions: ["png"],
  quality: null,
  maxSide: 2_147_483_647,
  animates: true,
  holdsFrames: false,
  holdsAlpha: true,
  holdsDeep: true,
  shownByBrowsers: true,
  holdsGrey: true,
  holdsProfile: true,
} as const satisfies FormatFacts;
