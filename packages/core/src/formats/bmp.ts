import type { ReadOnlyFacts } from "./formatFacts.ts";

/** Windows bitmap. PNG holds the same pixels in fewer bytes. */
export const bmp = {
  label: "BMP",
  mimeType: "image/bmp",
  extensions: ["bmp", "dib"],
  animates: false,
  holdsDeep: false,
  shownByBrowsers: true,
  becomes: { lossy: "png", exact: "png" },
} as const satisfies ReadOnlyFacts;
