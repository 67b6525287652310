import * as z from "zod";
import { chromas, efforts } from "../settings/quality.ts";

/** The programs that write Pixelmill's files. `repack` takes a JPEG's own coefficients and only packs them anew. */
export const encoderNames = [
  "mozjpeg",
  "libjpeg-turbo",
  "repack",
  "libwebp",
  "libaom",
  "libpng",
  "oxipng",
  "cgif",
  "libtiff",
] as const;

export type EncoderName = (typeof encoderNames)[number];

/** How an output was made. */
export const encodingSchema = z.strictObject({
  encoder: z.enum(encoderNames),
  /** Quality it was written with, on the format's own scale; null where there is none. */
  quality: z.int().min(1).max(100).nullable(),
  /** Whether every pixel is what it was before the encode. */
  lossless: z.boolean(),
  effort: z.enum(efforts),
  /** Resolution of the colour part; null where the format knows no such thing. */
  chroma: z.enum(chromas).nullable(),
  /** Most colours of its palette; null where it has none that was made for it. */
  colours: z.int().min(2).max(256).nullable(),
  /** Encodes that it took, those of other qualities and formats that were tried included. */
  encodes: z.int().min(1),
  /** SSIMULACRA2 score against the pixels before the encode, at most 100; null where it was not measured. */
  score: z.number().max(100).nullable(),
});

export type Encoding = z.infer<typeof encodingSchema>;
