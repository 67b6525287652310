import type { Writer } from "./writers.ts";

/**
 * mozjpeg: trellis quantisation, optimized progressive scans. About a quarter smaller than libjpeg-turbo at the same quality; `fast` is
 * libjpeg-turbo, in a sixth of the time.
 */
export const jpeg: Writer = (image, { quality, effort, chroma }) =>
  image.jpeg({ quality: quality ?? nearlyLossless, chromaSubsampling: chroma, mozjpeg: effort !== "fast" });

/** For a JPEG that was to lose nothing and can't be repacked: hard to be told from its source. */
export const nearlyLossless = 95;
