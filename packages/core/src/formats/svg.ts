import type { SourceFacts } from "./formatFacts.ts";

/** SVG, a drawing and not pixels: it comes out as itself, minified, and as nothing else. */
export const svg = {
  label: "SVG",
  mimeType: "image/svg+xml",
  extensions: ["svg"],
  animates: false,
  holdsDeep: false,
  shownByBrowsers: true,
} as const satisfies SourceFacts;
