import type { ImageFormat, SourceFormat } from "../formats/formats.ts";
import type { Effort } from "../settings/quality.ts";
import type { OutputWork, PassWork, SizeWork, Workload } from "./workload.ts";

/** What even the smallest image takes, in milliseconds (measured below 0.05 megapixels). */
const fixedMs = 5.5;

/** Milliseconds a megapixel on one core. First values; corrected online by what the encoders report. */
const decodeMs: Readonly<Record<SourceFormat, number>> = {
  jpeg: 8,
  png: 20,
  webp: 12,
  avif: 30,
  gif: 12,
  tiff: 8,
  heic: 10,
  jxl: 10,
  bmp: 10,
  ico: 10,
  svg: 0,
};
/** A megabyte of a drawing's text, on one core. */
const drawingMs = 1500;
/** Once for a task whose source libvips does not read itself. */
const unpackMs: Partial<Readonly<Record<SourceFormat, number>>> = { png: 60, heic: 150, jxl: 130, bmp: 35, ico: 35 };

const encodeMs: Readonly<Record<ImageFormat, Readonly<Record<Effort, number>>>> = {
  jpeg: { fast: 14, balanced: 83, smallest: 83 },
  png: { fast: 120, balanced: 120, smallest: 1800 },
  webp: { fast: 60, balanced: 100, smallest: 180 },
  avif: { fast: 107, balanced: 460, smallest: 3300 },
  gif: { fast: 150, balanced: 150, smallest: 150 },
  tiff: { fast: 60, balanced: 60, smallest: 60 },
};
/** The same for what is written without loss; missing where it makes no difference. */
const losslessMs: Partial<Readonly<Record<ImageFormat, Readonly<Record<Effort, number>>>>> = {
  jpeg: { fast: 40, balanced: 40, smallest: 40 },
  png: { fast: 400, balanced: 730, smallest: 1800 },
  webp: { fast: 300, balanced: 600, smallest: 2000 },
  avif: { fast: 300, balanced: 900, smallest: 5000 },
};
/** A comparison of two pictures, beside the decode of one of them. */
const scoreMs = 140;
/** By the pixels that are made smaller, or that come of making them larger. */
const resizeMs = 6;
/** By the pixels of the output. */
const sharpenMs = 90;

/** Wall time of a task on one core in milliseconds, before any correction: each pass decodes once, then encodes every output. */
export const msPrior = (work: Workload): number =>
  sum(work.passes.map((pass) => passMs(work, pass))) +
  (unpackMs[work.input] ?? 0) * megapixels(work.unpackedPixels) +
  (drawingMs * work.drawingBytes) / 1e6 +
  fixedMs;

function passMs({ input }: Workload, { inputPixels, resizes, sizes }: PassWork): number {
  const resized = resizes ? Math.max(inputPixels, ...sizes.map(({ pixels }) => pixels)) : 0;
  const read = decodeMs[input] * megapixels(inputPixels) + resizeMs * megapixels(resized);
  const shrink = sizes.slice(0, -1).map(({ pixels }) => resizeMs * megapixels(pixels));
  return read + sum(shrink) + sum(sizes.map(sizeMs));
}

const sizeMs = ({ outputs }: SizeWork): number => sum(outputs.map(outputMs));

const outputMs = (output: OutputWork): number => {
  const { format, pixels, sharpens, encodes, scores } = output;
  return (
    ((encodeMsOf(output) + (sharpens ? sharpenMs : 0)) * encodes + (decodeMs[format] + scoreMs) * scores) * megapixels(pixels)
  );
};

const encodeMsOf = ({ format, effort, lossless }: OutputWork): number =>
  ((lossless ? losslessMs[format] : undefined) ?? encodeMs[format])[effort];

const megapixels = (pixels: number): number => pixels / 1e6;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
