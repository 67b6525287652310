import { formats } from "@pixelmill/core";
import type { Writer } from "./writers.ts";

/** Lossy WebP; loop and delays of an animation come along by themselves. */
export const webp: Writer = (image, { quality }) => image.webp({ quality: quality ?? formats.webp.quality.default, effort: 4 });
