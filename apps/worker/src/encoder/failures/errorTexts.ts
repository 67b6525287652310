import type { ErrorCode } from "@pixelmill/core";

/** Codes that a text of sharp or libvips can stand for. */
export type DamageCode = Extract<ErrorCode, "truncatedImage" | "corruptImage" | "unsupportedVariant" | "pagesDiffer">;

/**
 * What libvips and the libraries under it say, by code; the first match counts. Collected from the failures of 400 odd files. That
 * an output could not be written (`vips2png: unable to write to target`) says nothing: it follows every input that could not be read.
 */
const texts: readonly (readonly [DamageCode, RegExp])[] = [
  ["pagesDiffer", /page \d+ differs|not supported for multi-page/i],
  [
    "truncatedImage",
    /premature end of JPEG (?:image|file)|Unexpected end of GIF|unexpected end of file|\btruncated\b|Not enough data/i,
  ],
  [
    "corruptImage",
    /Corrupt JPEG data|Bogus|Huffman|bad seek|security limit|libpng read error|Invalid frame data|unable to parse/i,
  ],
  [
    "unsupportedVariant",
    /samples_per_pixel not a whole|samples out of range|unsupported tiff image type|Unsupported JPEG (?:data precision|process)|compression support is not configured|Unsupported feature|not implemented|Unsupported codec|channel limit|no known route/i,
  ],
];

/** The code that a text stands for; null where it tells nothing. */
export const damageCode = (text: string): DamageCode | null => texts.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
