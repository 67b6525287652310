import type { Writer } from "./writers.ts";

/**
 * GIF with the source's own palette and every frame and delay. An unchanged size needs no dithering, since each colour is in the
 * palette already; new colours come only from a resize.
 */
export const gif: Writer = (image, { resized }) =>
  image.gif({ reuse: true, dither: resized ? 1 : 0, keepDuplicateFrames: true, interFrameMaxError: 0 });
