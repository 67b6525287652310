import type { ReadOnlyFacts } from "./formatFacts.ts";

/** Windows icon or cursor: of its sizes the largest is the picture. */
export const ico = {
  label: "ICO",
  mimeType: "image/vnd.microsoft.icon",
  extensions: ["ico", "cur"],
  animates: false,
  holdsDeep: false,
  shownByBrowsers: true,
  becomes: { lossy: "png", exact: "png" },
} as const satisfies ReadOnlyFacts;
