/** Pixels that were decoded by something else than libvips, with what belongs to them. */
export interface RawPicture {
  readonly width: number;
  /** Of one frame. */
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha, not premultiplied. */
  readonly channels: number;
  /** 8, or 16 with the low byte first. */
  readonly bits: number;
  /** From one row to the next, in bytes. */
  readonly rowBytes: number;
  /** The rows of all frames, one frame after another. */
  readonly samples: Uint8Array;
  readonly icc: Uint8Array | null;
  /** From the TIFF header on. */
  readonly exif: Uint8Array | null;
  readonly xmp: Uint8Array | null;
}

/** Bytes of a row without what may lie between it and the next. */
export const usedRowBytes = ({ width, channels, bits }: RawPicture): number => (width * channels * bits) / 8;
