import type { ImageFormat } from "../formats/formats.ts";
import type { Workload } from "./workload.ts";

/** What even the smallest image takes, in milliseconds (measured below 0.05 megapixels). */
const fixedMs = 5.5;

/** Milliseconds a megapixel on one core. First values; corrected online by what the encoders report. */
const decodeMs: Readonly<Record<ImageFormat, number>> = { jpeg: 8, png: 20, webp: 12, avif: 30, gif: 12, tiff: 8 };
const encodeMs: Readonly<Record<ImageFormat, number>> = { jpeg: 83, png: 120, webp: 100, avif: 460, gif: 150, tiff: 60 };
const resizeMs = 6;

/** Wall time of a task on one core in milliseconds, before any correction. */
export function msPrior(work: Workload): number {
  const inputMegapixels = work.inputPixels / 1e6;
  const read = (decodeMs[work.input] + (work.resizes ? resizeMs : 0)) * inputMegapixels;
  return fixedMs + read + encodeMs[work.output] * (work.outputPixels / 1e6);
}
