/** 8-bit sRGB, red green blue, row after row without gaps: exactly `3 * width * height` bytes. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/** An original that candidates are scored against. */
export interface QualityReference {
  /**
   * SSIMULACRA2 of a candidate of the same size: 100 is the same, 90 can't be told from it, 70 is good, 50 is poor; far below 0
   * for what has nothing in common. The same on every run. Of images with alpha lay both on the same background first.
   */
  score(candidate: Pixels): Promise<number>;
}

/** How much time to spend on fewer bytes. */
export type LosslessEffort = "fast" | "balanced" | "smallest";

export interface OptimizePngOptions {
  effort: LosslessEffort;
  /** False drops every chunk that does not change the look (colour and animation stay), an orientation in eXIf among them. */
  keepMetadata: boolean;
}

export interface RepackJpegOptions {
  /** False drops EXIF, XMP, comments and thumbnails; the ICC profile, the Adobe marker and an orientation other than normal stay. */
  keepMetadata: boolean;
}

/**
 * What Sharp does not do. All of it runs off the event loop, one core a call, without copying what it is given: do not change those
 * bytes before the promise has settled. Promises reject with a {@link CodecError}.
 */
export interface Codecs {
  /** Keeps the pixels it is given (no copy) as long as the reference is used. */
  openReference(pixels: Pixels): Promise<QualityReference>;
  /** The smallest PNG found with the same pixels; the bytes as they were where none is smaller. */
  optimizePng(png: Uint8Array, options: OptimizePngOptions): Promise<Uint8Array>;
  /**
   * The same coefficients, hence the same pixels, progressive and with Huffman tables of its own; its scans as they were where that saves
   * nothing, so never larger. Further images in the file (previews, HDR gain maps) are left out.
   */
  repackJpeg(jpeg: Uint8Array, options: RepackJpegOptions): Promise<Uint8Array>;
}
