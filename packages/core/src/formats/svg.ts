import type { SourceFacts } from "./formatFacts.ts";

/** SVG, a drawing and not pixels: it comes out as itself, minified, and as nothing else; what came packed by gzip (SVGZ) comes out so. */
export const svg = {
  label: "SVG",
  mimeType: "image/svg+xml",
  extensions: ["svg", "svgz"],
  animates: false,
  holdsDeep: false,
  shownByBrowsers: true,
} as const satisfies SourceFacts;
