import {
  type Chroma,
  effectiveQuality,
  formats,
  holdDeep,
  type ImageFormat,
  type ImageInfo,
  keptFrames,
  type OutputSettings,
  triedFormats,
} from "@pixelmill/core";
import sharp from "sharp";

/** One image and one file to be made of it: of several outputs each is a task of its own, from file to file. */
export interface RawTask {
  readonly name: string;
  readonly source: string;
  /** File to be written. */
  readonly output: string;
  readonly info: ImageInfo;
  readonly wish: OutputSettings;
  /** Resolution of the colour part of a JPEG or AVIF; null for sharp's own choice, 4:2:0 in the one and 4:4:4 in the other. */
  readonly chroma: Chroma | null;
}

/** All that a pipeline needs to know, found out before anything is measured: raw sharp gets it for nothing. */
export interface RawPlan extends RawTask {
  readonly format: ImageFormat;
  readonly quality: number | null;
  readonly animated: boolean;
  /** Colour space to write in; null where sharp's own choice, sRGB, is right. */
  readonly colourspace: "b-w" | "grey16" | "rgb16" | null;
  /** A 16-bit image with a profile, which sharp alone would take to Display P3. */
  readonly deepProfile: boolean;
  /** Bits of a channel of an AVIF. */
  readonly avifDepth: 8 | 10 | 12;
}

export async function planRaw(task: RawTask): Promise<RawPlan> {
  const { info, wish, source } = task;
  const [format] = triedFormats(info, wish);
  const { space, hasProfile } = await sharp(source).metadata();
  const [grey, deep] = [space === "b-w" || space === "grey16", space === "rgb16" || space === "grey16"];
  const keepsDeep = deep && holdDeep(info.format, format);
  const staysGrey = grey && formats[format].holdsGrey;
  return {
    ...task,
    format,
    quality: effectiveQuality(format, wish),
    animated: keptFrames(info, format) > 1,
    colourspace: keepsDeep ? (staysGrey ? "grey16" : "rgb16") : staysGrey ? "b-w" : null,
    deepProfile: deep && !grey && hasProfile,
    avifDepth: keepsDeep && (info.bitDepth === 10 || info.bitDepth === 12) ? info.bitDepth : 8,
  };
}
