import type { ReadOnlyFacts } from "./formatFacts.ts";

/** HEIC (HEVC in HEIF), what phones photograph in. Its 10 bits do not make a photo worth a PNG of ten times the bytes. */
export const heic = {
  label: "HEIC",
  mimeType: "image/heic",
  extensions: ["heic", "heif", "hif"],
  animates: false,
  holdsDeep: true,
  shownByBrowsers: false,
  becomes: { lossy: "jpeg", exact: "png" },
} as const satisfies ReadOnlyFacts;
