import type { ReadOnlyFacts } from "./formatFacts.ts";

/** JPEG XL, still or animated. Most browsers do not show it, so it is not written. */
export const jxl = {
  label: "JPEG XL",
  mimeType: "image/jxl",
  extensions: ["jxl"],
  animates: true,
  holdsDeep: true,
  shownByBrowsers: false,
  becomes: { lossy: "jpeg", exact: "png" },
} as const satisfies ReadOnlyFacts;
