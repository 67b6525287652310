import type { ImageFormat } from "../formats/formats.ts";
import type { PassWork, SizeWork, Workload } from "./workload.ts";

/** What even the smallest image takes, in milliseconds (measured below 0.05 megapixels). */
const fixedMs = 5.5;

/** Milliseconds a megapixel on one core. First values; corrected online by what the encoders report. */
const decodeMs: Readonly<Record<ImageFormat, number>> = { jpeg: 8, png: 20, webp: 12, avif: 30, gif: 12, tiff: 8 };
const encodeMs: Readonly<Record<ImageFormat, number>> = { jpeg: 83, png: 120, webp: 100, avif: 460, gif: 150, tiff: 60 };
/** By the pixels that are made smaller. */
const resizeMs = 6;

/** Wall time of a task on one core in milliseconds, before any correction: each pass decodes once, then encodes every output. */
export const msPrior = (work: Workload): number => sum(work.passes.map((pass) => passMs(work, pass))) + fixedMs;

function passMs({ input }: Workload, { inputPixels, resizes, sizes }: PassWork): number {
  const read = (decodeMs[input] + (resizes ? resizeMs : 0)) * megapixels(inputPixels);
  const shrink = sizes.slice(0, -1).map(({ pixels }) => resizeMs * megapixels(pixels));
  return read + sum(shrink) + sum(sizes.map(sizeMs));
}

const sizeMs = ({ pixels, formats }: SizeWork): number => sum(formats.map((format) => encodeMs[format])) * megapixels(pixels);

const megapixels = (pixels: number): number => pixels / 1e6;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
