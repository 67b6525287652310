import { formats } from "@pixelmill/core";
import type { Writer } from "./writers.ts";

/** mozjpeg: trellis quantisation, optimized progressive scans. About a quarter smaller than libjpeg-turbo at the same quality. */
export const jpeg: Writer = (image, { quality }) =>
  image.jpeg({ quality: quality ?? formats.jpeg.quality.default, mozjpeg: true });
