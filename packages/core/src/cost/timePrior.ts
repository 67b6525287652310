import type { ImageFormat } from "../formats/formats.ts";
import type { OutputWork, PassWork, SizeWork, Workload } from "./workload.ts";

/** What even the smallest image takes, in milliseconds (measured below 0.05 megapixels). */
const fixedMs = 5.5;

/** Milliseconds a megapixel on one core. First values; corrected online by what the encoders report. */
const decodeMs: Readonly<Record<ImageFormat, number>> = { jpeg: 8, png: 20, webp: 12, avif: 30, gif: 12, tiff: 8 };
const encodeMs: Readonly<Record<ImageFormat, number>> = { jpeg: 83, png: 120, webp: 100, avif: 460, gif: 150, tiff: 60 };
/** By the pixels that are made smaller, or that come of making them larger. */
const resizeMs = 6;
/** By the pixels of the output. */
const sharpenMs = 120;

/** Wall time of a task on one core in milliseconds, before any correction: each pass decodes once, then encodes every output. */
export const msPrior = (work: Workload): number => sum(work.passes.map((pass) => passMs(work, pass))) + fixedMs;

function passMs({ input }: Workload, { inputPixels, resizes, sizes }: PassWork): number {
  const resized = resizes ? Math.max(inputPixels, ...sizes.map(({ pixels }) => pixels)) : 0;
  const read = decodeMs[input] * megapixels(inputPixels) + resizeMs * megapixels(resized);
  const shrink = sizes.slice(0, -1).map(({ pixels }) => resizeMs * megapixels(pixels));
  return read + sum(shrink) + sum(sizes.map(sizeMs));
}

const sizeMs = ({ outputs }: SizeWork): number => sum(outputs.map(outputMs));

const outputMs = ({ format, pixels, sharpens }: OutputWork): number =>
  (encodeMs[format] + (sharpens ? sharpenMs : 0)) * megapixels(pixels);

const megapixels = (pixels: number): number => pixels / 1e6;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
