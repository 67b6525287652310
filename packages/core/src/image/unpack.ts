import { isWritten, type SourceFormat } from "../formats/formats.ts";

/**
 * Whether a source is unpacked before it is encoded: Pixelmill reads it by other means than libvips and leaves its pixels, whole, in
 * a file that libvips reads, upright unless inspection has told an orientation. That is what is only read, a PNG of which more than its first frame is wanted, and an animated
 * AVIF, whose first frame libvips reads once the file says that it has one.
 */
export const isUnpacked = (source: { readonly format: SourceFormat; readonly frames: number }, frames: number): boolean =>
  !isWritten(source.format) || (source.format === "png" && frames > 1) || (source.format === "avif" && source.frames > 1);
