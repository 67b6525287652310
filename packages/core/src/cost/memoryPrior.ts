import type { ImageFormat, SourceFormat } from "../formats/formats.ts";
import type { OutputWork, PassWork, SizeWork, Workload } from "./workload.ts";

const MB = 1e6;

/** Bytes per pixel, or bytes, as measured over 2,398 tasks with sharp 0.35.5 (docs/decisions/cost-model.md). */
const fixedBytes = 12 * MB;
const resizeBytes = 10 * MB;
const resizeBytesPerOutputPixel = 5;

/** What 10 bits a channel take beyond 8 in an AVIF, of 2 megapixels: 48.7 against 31.1. */
const deepAvifBytes = 18;

/** Four samples of up to 16 bits, as they lie in the file and turned. */
const turnedFramesBytesPerPixel = 16;

/**
 * Bytes per pixel while a source is unpacked that libvips does not read itself, and what each takes whatever its size: an animated PNG,
 * HEIC with the decoder's own thread, and the addon's decoders.
 */
const unpacking: Partial<Readonly<Record<SourceFormat, { readonly perPixel: number; readonly fixed: number }>>> = {
  png: { perPixel: 8, fixed: 4 * MB },
  heic: { perPixel: 12, fixed: 40 * MB },
  jxl: { perPixel: 30, fixed: 8 * MB },
  bmp: { perPixel: 8, fixed: 4 * MB },
  ico: { perPixel: 8, fixed: 4 * MB },
};

/** Bytes per pixel of a WebP encode by how its alpha turns out: the same everywhere, or not. */
const webpAlpha = { flat: 15, varying: 38 } as const;

type Alpha = keyof typeof webpAlpha;

/**
 * Bytes per pixel that a lossless encode takes beyond the usual one: oxipng with the file it is given, a repacked JPEG with its
 * coefficients and file (docs/decisions/lossless-codecs.md); libwebp and libaom with the pictures that are compared afterwards.
 */
const losslessBytes: Partial<Readonly<Record<ImageFormat, number>>> = { jpeg: 6, png: 27, webp: 30, avif: 20 };
/** Bytes per pixel that AVIF takes more with effort 4 than with 2. */
const slowAvifBytes = 17.5;
/** Bytes per pixel of a picture that is compared with another. The comparison itself takes a few rows at a time. */
const pictureBytes = 3;
/** Bytes per pixel while what was encoded is decoded again, and while its file and the best one so far are kept. */
const decodedDraftBytes: Readonly<Record<ImageFormat, number>> = { jpeg: 8, png: 7, webp: 9, avif: 20, gif: 6, tiff: 6 };

/** What a task may need at least, as a share of the prior: the low end of what was measured. */
const leastShare = 0.75;

/**
 * Memory a task adds to its encoder at its peak, in bytes, before any correction: a fixed part, the decoder's share by input pixels,
 * the encoder's by output pixels, and the pixels that are held between outputs. The dearest moment counts, since outputs are made one
 * after another. How much an alpha channel varies is not in the header: the dear case is taken. Measured error of tasks with one
 * output: median 6.6 MB, p95 13.2 MB.
 */
export const peakBytesPrior = (work: Workload): number => dearestPass(work, "varying");

/** The least that is plausible, never above {@link peakBytesPrior}: a task that does not fit even so need not be tried. */
export const leastPeakBytesPrior = (work: Workload): number => leastShare * dearestPass(work, "flat");

/** The part of {@link peakBytesPrior} that pixels have no part in, in bytes. */
export const fixedPeakBytes = ({ passes }: Workload): number =>
  fixedBytes + (passes.some(({ resizes, sizes }) => resizes || sizes.length > 1) ? resizeBytes : 0);

/** Nothing of the unpacking is left but a file when the first pass begins. */
const dearestPass = (work: Workload, alpha: Alpha): number =>
  fixedBytes +
  Math.max(
    unpackBytes(work),
    drawingBytes(work),
    ...work.passes.map((pass) =>
      pass.heldBytesPerPixel === null ? streamBytes(work, pass, alpha) : sharedBytes(work, pass, pass.heldBytesPerPixel, alpha),
    ),
  );

function unpackBytes({ input, unpackedPixels }: Workload): number {
  const { perPixel, fixed } = unpacking[input] ?? { perPixel: 0, fixed: 0 };
  return unpackedPixels === 0 ? 0 : fixed + perPixel * unpackedPixels;
}

/** The tree that a drawing's text becomes, and what takes it apart. */
const drawing = { fixed: 20 * MB, perByte: 100 } as const;

const drawingBytes = (work: Workload): number =>
  work.drawingBytes === 0 ? 0 : drawing.fixed + drawing.perByte * work.drawingBytes;

/** From file to file: decoder and encoder work at the same time. */
function streamBytes(work: Workload, pass: PassWork, alpha: Alpha): number {
  const decode = decodeBytesPerPixel(work, pass) * pass.inputPixels;
  const encode = Math.max(...pass.sizes.map((size) => encodeBytes(size, alpha)));
  // libheif frees its own buffers before the encoder's grow: the larger of both, not their sum.
  return (work.input === "avif" ? Math.max(decode, encode) : decode + encode) + firstResizeBytes(pass);
}

/** The decode ends before the first encode begins, and each size goes once the next one is made of it. */
function sharedBytes(work: Workload, pass: PassWork, heldBytesPerPixel: number, alpha: Alpha): number {
  const held = pass.sizes.map(({ pixels }) => heldBytesPerPixel * pixels);
  const decode = decodeBytesPerPixel(work, pass) * pass.inputPixels + firstResizeBytes(pass) + Math.max(...held);
  const encodes = pass.sizes.map((size, at) => {
    const next = pass.sizes[at + 1];
    const shrink = next === undefined ? 0 : resizingBytes(next) + heldBytesPerPixel * next.pixels;
    return heldBytesPerPixel * size.pixels + Math.max(encodeBytes(size, alpha), shrink);
  });
  return Math.max(decode, ...encodes);
}

const firstResizeBytes = ({ resizes, sizes }: PassWork): number => (resizes ? Math.max(...sizes.map(resizingBytes)) : 0);

const resizingBytes = ({ pixels }: SizeWork): number => resizeBytes + resizeBytesPerOutputPixel * pixels;

function decodeBytesPerPixel(work: Workload, { resizes, turnsFrames }: PassWork): number {
  if (turnsFrames) return turnedFramesBytesPerPixel + formatDecodeBytesPerPixel(work, resizes);
  // Turning needs the whole picture at once, unless it was made small first.
  const turn = work.rotates && !resizes ? 3.0 : 0;
  return turn + formatDecodeBytesPerPixel(work, resizes);
}

function formatDecodeBytesPerPixel(work: Workload, resizes: boolean): number {
  switch (work.input) {
    case "jpeg":
      if (!work.progressive) return 0;
      return work.fullChroma ? 6.8 : 3.2;
    case "svg":
      return 0;
    case "tiff":
      return resizes ? 0.8 : 0;
    case "png":
    case "heic":
    case "jxl":
    case "bmp":
    case "ico":
      // What was unpacked is a PNG that is not compressed.
      if (work.progressive) return resizes ? 3.4 : 3.0;
      if (!resizes) return 0;
      return work.hasAlpha ? 1.5 : 0.8;
    case "gif":
      return resizes ? 5.6 : 4.7;
    case "webp":
      return resizes ? 0 : 7.5;
    case "avif":
      return 18.5;
  }
}

/** Its outputs are encoded one after another, and each is scored between its encodes. */
const encodeBytes = ({ outputs }: SizeWork, alpha: Alpha): number =>
  Math.max(...outputs.map((output) => outputBytes(output, output.hasAlpha ? alpha : null)));

function outputBytes(output: OutputWork, alpha: Alpha | null): number {
  const { format, pixels, isDeep, effort, lossless, scores, wholeBytes } = output;
  const packsHard = lossless || (format === "png" && effort === "smallest");
  const dearer = (packsHard ? losslessBytes[format] : undefined) ?? 0;
  const slow = format === "avif" && effort === "smallest" ? slowAvifBytes : 0;
  const deep = format === "avif" && isDeep ? deepAvifBytes : 0;
  const encode = wholeBytes + formatEncodeBytes(format, pixels, alpha) + (dearer + slow + deep) * pixels;
  if (scores === 0) return encode;
  // Of what is transparent there are two pictures to compare with.
  const references = pictureBytes * (alpha === null ? 1 : 2);
  return references * pixels + Math.max(encode, (decodedDraftBytes[format] + pictureBytes) * pixels);
}

function formatEncodeBytes(format: ImageFormat, pixels: number, alpha: Alpha | null): number {
  switch (format) {
    case "jpeg":
      return 6.7 * pixels;
    case "webp":
      return (alpha === null ? 5.6 : webpAlpha[alpha]) * pixels;
    case "png":
      return 0.9 * pixels;
    case "avif":
      return (alpha === null ? 29.5 : 43) * pixels;
    case "gif":
      // Quantized like a palette PNG.
      return Math.min(25 * pixels, 130 * MB);
    case "tiff":
      return 1.0 * pixels;
  }
}
