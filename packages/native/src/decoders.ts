/** What the addon decodes. Of a PNG only the frames of an animation. */
export type DecodedFormat = "jxl" | "bmp" | "ico" | "apng";

/** Why a file is not decoded. `tooManyPixels` also where its decoder would need more memory than such a picture has use for. */
export type DecodeProblem = "corrupt" | "truncated" | "unsupported" | "tooManyPixels" | "tooManyFrames" | "unreadable";

export interface DecodeLimits {
  /** Pixels of all frames together, checked before anything is allocated. */
  readonly maxPixels: number;
  /** Frames of an animation; of a JPEG XL no more are decoded, of an animated PNG no more may be there. */
  readonly maxFrames: number;
}

/** What a file's header tells; no pixel is decoded for it. */
export interface PictureHeader {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly hasAlpha: boolean;
  readonly grey: boolean;
  /** Bits of a sample. */
  readonly bits: number;
  /** Whether it is stored without loss. */
  readonly lossless: boolean;
  /** Whether it carries EXIF or XMP. */
  readonly hasMetadata: boolean;
}

/** A picture with all frames that were wanted, upright. */
export interface DecodedPicture {
  readonly width: number;
  /** Of one frame. */
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha, not premultiplied. */
  readonly channels: number;
  /** 8, or 16 with the low byte first. */
  readonly bits: number;
  /** The frames one after another, without gaps. */
  readonly samples: Uint8Array;
  readonly icc: Uint8Array | null;
  /** From the TIFF header on; its orientation is applied already. */
  readonly exif: Uint8Array | null;
  readonly xmp: Uint8Array | null;
  /** Milliseconds each frame is shown; empty for a still. */
  readonly delays: readonly number[];
  /** How often an animation is played; 0 for ever. */
  readonly plays: number;
}

/** The addon's decoders. They read the file themselves, on a thread of Node's pool, and never reject for what is in it. */
export interface Decoders {
  readHeader(format: Exclude<DecodedFormat, "apng">, path: string, limits: DecodeLimits): Promise<PictureHeader | DecodeProblem>;
  decode(format: DecodedFormat, path: string, limits: DecodeLimits): Promise<DecodedPicture | DecodeProblem>;
}

/** What the crate gives: one of the two is null. */
interface Outcome<Value> {
  readonly value: Value | null;
  readonly problem: DecodeProblem | null;
}

/** What the crate exports, see crates/addon/src/decode.rs. */
export interface AddonDecoders {
  readPictureHeader(format: string, path: string, maxPixels: number, maxFrames: number): Promise<Outcome<PictureHeader>>;
  decodePicture(format: string, path: string, maxPixels: number, maxFrames: number): Promise<Outcome<DecodedPicture>>;
}

/** Null where the addon was built without them. */
export function addonDecoders({ readPictureHeader, decodePicture }: Partial<AddonDecoders>): Decoders | null {
  if (readPictureHeader === undefined || decodePicture === undefined) return null;
  return {
    readHeader: async (format, path, { maxPixels, maxFrames }) =>
      given(await readPictureHeader(format, path, maxPixels, maxFrames)),
    decode: async (format, path, { maxPixels, maxFrames }) => given(await decodePicture(format, path, maxPixels, maxFrames)),
  };
}

const given = <Value>({ value, problem }: Outcome<Value>): Value | DecodeProblem => value ?? problem ?? "corrupt";
