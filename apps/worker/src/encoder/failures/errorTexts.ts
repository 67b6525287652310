import type { ErrorCode } from "@pixelmill/core";

/** Codes that a text of sharp or libvips can stand for. */
export type DamageCode = Extract<
  ErrorCode,
  "truncatedImage" | "corruptImage" | "unsupportedVariant" | "pagesDiffer" | "encodeFailed"
>;

/**
 * What libvips and the libraries under it say, by code; the first match counts. From the failures of 400 odd files; a text that is
 * not here means damage, since most unknown ones (`Unknown error`, or none at all) came from damaged files.
 */
const texts: readonly (readonly [DamageCode, RegExp])[] = [
  ["pagesDiffer", /page \d+ differs|pages (?:are )?not (?:all )?the same size|not supported for multi-page/i],
  [
    "truncatedImage",
    /premature end of JPEG (?:image|file)|Unexpected end of GIF|unexpected end of file|\btruncated\b|Not enough data/i,
  ],
  ["corruptImage", /Corrupt JPEG data|Bogus|Huffman|bad seek|security limit/i],
  [
    "unsupportedVariant",
    /samples_per_pixel not a whole|samples out of range|unsupported tiff image type|Unsupported JPEG (?:data precision|process)|compression support is not configured|Unsupported feature|not implemented|Unsupported codec|channel limit|no known route/i,
  ],
  [
    "encodeFailed",
    /\b(?:jpeg|webp|png|heif|gif|tiff|cgif)save\b|vips2(?:jpeg|webp|png|tiff)|too large for the|too wide|too high|encoder/i,
  ],
];

/** The code that a text stands for. */
export const damageCode = (text: string): DamageCode => texts.find(([, pattern]) => pattern.test(text))?.[0] ?? "corruptImage";
