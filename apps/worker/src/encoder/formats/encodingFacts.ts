import { type Encoding, formats, type ImageFormat } from "@pixelmill/core";
import type { WriterOptions } from "./writers.ts";

/** How an image was written, without what it took to get there. */
export type EncodingFacts = Omit<Encoding, "encodes" | "score">;

/** What the writers do under these options. */
export function encodingFacts(format: ImageFormat, options: WriterOptions): EncodingFacts {
  const { quality, effort, colours } = options;
  const chroma = chromaOf(format, options);
  return {
    encoder: encoderOf(format, options),
    quality: formats[format].quality === null ? null : quality,
    lossless: isLossless(format, options),
    effort,
    chroma,
    colours,
  };
}

/** A GIF's frames may have more colours together than the one palette they get. */
const isLossless = (format: ImageFormat, { quality, colours }: WriterOptions): boolean =>
  format !== "gif" && format !== "jpeg" && colours === null && (formats[format].quality === null || quality === null);

function encoderOf(format: ImageFormat, { effort }: WriterOptions): Encoding["encoder"] {
  switch (format) {
    case "jpeg":
      return effort === "fast" ? "libjpeg-turbo" : "mozjpeg";
    case "png":
      return "libpng";
    case "webp":
      return "libwebp";
    case "avif":
      return "libaom";
    case "gif":
      return "cgif";
    case "tiff":
      return "libtiff";
  }
}

function chromaOf(format: ImageFormat, { quality, chroma }: WriterOptions): Encoding["chroma"] {
  switch (format) {
    case "jpeg":
      return chroma;
    case "avif":
      return quality === null ? "4:4:4" : chroma;
    case "webp":
      return quality === null ? null : "4:2:0";
    default:
      return null;
  }
}
