import type { Sharp } from "sharp";
import type { Writer } from "./writers.ts";

/**
 * The two ways of writing a PNG that are worth trying. On 70 images flat graphics came out 10–60 % smaller without filters, photos
 * 10–35 % smaller with them. Level 9 with filters took 3–7 times the CPU of level 6 for 1–2 % fewer bytes. Neither `quality` nor
 * `effort` nor `palette` is ever given here: each would make the image lossy.
 */
export const pngStrategies = {
  plain: { compressionLevel: 9, adaptiveFiltering: false },
  filtered: { compressionLevel: 6, adaptiveFiltering: true },
} as const;

export type PngStrategy = keyof typeof pngStrategies;

export const pngWith = (image: Sharp, strategy: PngStrategy): Sharp => image.png(pngStrategies[strategy]);

/** How well a palette is fitted to the image, libimagequant's speed: 10 is its slowest, which takes a third more time than 7. */
const paletteEfforts = { fast: 4, balanced: 7, smallest: 10 } as const;

/** Without a palette PNG the way that suits most photos. A palette has colours of 8 bits: deeper ones would get none. */
export const png: Writer = (image, { colours, effort }) =>
  colours === null
    ? pngWith(image, "filtered")
    : image.toColourspace("srgb").png({ palette: true, colours, effort: paletteEfforts[effort], compressionLevel: 9 });
