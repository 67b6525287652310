import * as z from "zod";

/** Longest file that can be asked for as a limit, in bytes. */
const mostMaxBytes = 1e10;

/** A score to be reached: the smallest file at or above it is searched. */
const targetSchema = z.strictObject({
  /** SSIMULACRA2 score, 1–100: 50 is medium quality, 70 high, 90 hard to tell from the source. Source: github.com/cloudinary/ssimulacra2. */
  target: z.int().min(1).max(100),
});

/** A size to be kept: the best score that fits is searched. */
const maxBytesSchema = z.strictObject({
  /** Most bytes that the file may have. */
  maxBytes: z.int().min(1).max(mostMaxBytes),
});

/**
 * What an output's quality is to be: null for the format's default, 1–100 on the format's own scale, a score to be reached, a size not to
 * be exceeded, or `lossless`. Formats that are lossless anyway (PNG, GIF, TIFF) take no notice of a number.
 */
export const qualitySchema = z
  .union([z.int().min(1).max(100), targetSchema, maxBytesSchema, z.literal("lossless")], {
    error: 'expected a whole number from 1 to 100, { target }, { maxBytes }, "lossless" or null',
  })
  .nullable();

export type Quality = z.infer<typeof qualitySchema>;

/** Whether a quality is found by trying several: a score, or a size. */
export const isSearched = (quality: Quality): quality is Extract<Quality, object> =>
  typeof quality === "object" && quality !== null;

/** The score to be reached, null where none is asked for. */
export const targetOf = (quality: Quality): number | null => (isSearched(quality) && "target" in quality ? quality.target : null);

/** The size not to be exceeded in bytes, null where there is none. */
export const maxBytesOf = (quality: Quality): number | null =>
  isSearched(quality) && "maxBytes" in quality ? quality.maxBytes : null;

/** How much time an encoder may take for fewer bytes at the same look. */
export const efforts = ["fast", "balanced", "smallest"] as const;

export type Effort = (typeof efforts)[number];

/** Resolution of the colour part: half in both directions, or full. */
export const chromas = ["4:2:0", "4:4:4"] as const;

export type Chroma = (typeof chromas)[number];
