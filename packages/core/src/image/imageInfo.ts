import * as z from "zod";
import { sourceFormats } from "../formats/formats.ts";

/** Facts of a source image, read from its header by inspection; never from its name. */
export const imageInfoSchema = z.strictObject({
  format: z.enum(sourceFormats),
  /** Width of one frame in pixels, as displayed (orientation applied). */
  width: z.int().min(1),
  /** Height of one frame in pixels, as displayed (orientation applied). */
  height: z.int().min(1),
  /** Frames or pages; 1 for a still. */
  frames: z.int().min(1),
  hasAlpha: z.boolean(),
  /** EXIF orientation, 1–8; 1 is upright. */
  orientation: z.int().min(1).max(8),
  /** Progressive JPEG or interlaced PNG: decoded as a whole, so it costs memory. */
  progressive: z.boolean(),
  /** Whether the file carries EXIF, XMP or IPTC metadata. */
  hasMetadata: z.boolean(),
  /** Bits per channel. */
  bitDepth: z.int().min(1).max(64),
  /** Full-resolution chroma (4:4:4) in a JPEG. */
  fullChroma: z.boolean(),
  /** Whether its pixels are grey. Absent where the file was inspected before this was noted: its header tells. */
  grey: z.boolean().optional(),
  /** Whether its colours are those of a palette of at most 256. Absent where they are not. */
  palette: z.boolean().optional(),
  /**
   * Whether its colours differ from sRGB by a description other than a profile, which decoders pass over: gamma, chromaticities or code
   * points in a PNG, code points in an AVIF. Absent where they don't, or where that was not noted.
   */
  describedColour: z.literal(true).optional(),
  /** How it is HDR: an SDR picture with a gain map, or the transfer function of its samples. Absent where it is not, or not known to be. */
  hdr: z.enum(["gainMap", "pq", "hlg"]).optional(),
  /** Whether it has lost nothing of its pixels, of a format that can be either. Absent where the header does not tell, or it decides nothing. */
  lossless: z.boolean().optional(),
  /** Size in bytes of a drawing's text, where the file is that packed by gzip (SVGZ). Absent of all others. */
  unpackedBytes: z.int().min(1).optional(),
  /** Size of the file in bytes. */
  bytes: z.int().min(1),
});

export type ImageInfo = z.infer<typeof imageInfoSchema>;

/** Decoded pixels of all frames: what encoding costs follow, unlike compressed bytes. */
export const pixelCount = (info: Pick<ImageInfo, "width" | "height" | "frames">): number =>
  info.width * info.height * info.frames;
