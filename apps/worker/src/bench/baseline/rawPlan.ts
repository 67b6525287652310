import { effectiveQuality, formats, type ImageFormat, type ImageInfo, outputFormat, type Settings } from "@pixelmill/core";
import sharp from "sharp";

/** One image and what is to be made of it. */
export interface RawTask {
  readonly name: string;
  readonly source: string;
  /** File to be written. */
  readonly output: string;
  readonly info: ImageInfo;
  readonly settings: Settings;
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
}

const holdsGrey: readonly ImageFormat[] = ["jpeg", "png", "tiff"];
const holdsDeep: readonly ImageFormat[] = ["png", "tiff"];

export async function planRaw(task: RawTask): Promise<RawPlan> {
  const { info, settings, source } = task;
  const format = outputFormat(info.format, settings.format);
  const { space, hasProfile } = await sharp(source).metadata();
  const [grey, deep] = [space === "b-w" || space === "grey16", space === "rgb16" || space === "grey16"];
  const staysDeep = deep && holdsDeep.includes(info.format) && holdsDeep.includes(format);
  const staysGrey = grey && holdsGrey.includes(format);
  return {
    ...task,
    format,
    quality: effectiveQuality(format, settings),
    animated: info.frames > 1 && keepsFrames(info.format, format),
    colourspace: staysDeep ? (staysGrey ? "grey16" : "rgb16") : staysGrey ? "b-w" : null,
    deepProfile: deep && !grey && hasProfile,
  };
}

function keepsFrames(source: ImageFormat, output: ImageFormat): boolean {
  if (source === "tiff" || output === "tiff") return source === output;
  return formats[source].holdsFrames && formats[output].holdsFrames;
}
