import type { Workload } from "./workload.ts";

const MB = 1e6;

/** Bytes per pixel, or bytes, as measured over 2,398 tasks with sharp 0.35.5 (docs/decisions/cost-model.md). */
const fixedBytes = 12 * MB;
const resizeBytes = 10 * MB;
const resizeBytesPerOutputPixel = 5;

/**
 * Memory a task adds to its encoder at its peak, in bytes, before any correction: a fixed part, the decoder's share by
 * input pixels and the encoder's by output pixels. Measured error: median 6.6 MB, p95 13.2 MB.
 */
export function peakBytesPrior(work: Workload): number {
  const decode = decodeBytesPerPixel(work) * work.inputPixels;
  const encode = encodeBytes(work);
  // libheif frees its own buffers before the encoder's grow: the larger of both, not their sum.
  const pixels = work.input === "avif" ? Math.max(decode, encode) : decode + encode;
  return fixedBytes + pixels + (work.resizes ? resizeBytes + resizeBytesPerOutputPixel * work.outputPixels : 0);
}

/** Part of the prior that even the thriftiest images of a kind were seen to need. */
const leastShare = 0.75;

/**
 * The least memory a task could turn out to need, in bytes: what a header does not tell (how much the alpha varies) taken
 * from its cheap side. Never above {@link peakBytesPrior}.
 */
export function leastPeakBytesPrior(work: Workload): number {
  const flatAlpha = work.output === "webp" && work.hasAlpha ? (38 - 15) * work.outputPixels : 0;
  return leastShare * (peakBytesPrior(work) - flatAlpha);
}

function decodeBytesPerPixel(work: Workload): number {
  // Turning needs the whole picture at once, unless it was made small first.
  const turn = work.rotates && !work.resizes ? 3.0 : 0;
  return turn + formatDecodeBytesPerPixel(work);
}

function formatDecodeBytesPerPixel(work: Workload): number {
  switch (work.input) {
    case "jpeg":
      if (!work.progressive) return 0;
      return work.fullChroma ? 6.8 : 3.2;
    case "tiff":
      return work.resizes ? 0.8 : 0;
    case "png":
      if (work.progressive) return work.resizes ? 3.4 : 3.0;
      if (!work.resizes) return 0;
      return work.hasAlpha ? 1.5 : 0.8;
    case "gif":
      return work.resizes ? 5.6 : 4.7;
    case "webp":
      return work.resizes ? 0 : 7.5;
    case "avif":
      return 18.5;
  }
}

function encodeBytes(work: Workload): number {
  const pixels = work.outputPixels;
  switch (work.output) {
    case "jpeg":
      return 6.7 * pixels;
    case "webp":
      // How much the alpha varies is not in the header: the dear case is taken.
      return (work.hasAlpha ? 38 : 5.6) * pixels;
    case "png":
      return 0.9 * pixels;
    case "avif":
      return (work.hasAlpha ? 43 : 29.5) * pixels;
    case "gif":
      // Quantized like a palette PNG.
      return Math.min(25 * pixels, 130 * MB);
    case "tiff":
      return 1.0 * pixels;
  }
}
