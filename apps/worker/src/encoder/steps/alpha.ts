import { formats, type ImageInfo, type Warning } from "@pixelmill/core";
import sharp, { type Sharp } from "sharp";
import type { OutputShape } from "../shape.ts";
import { readOptions } from "./decode.ts";

/** Lays a transparent image on white where the output has no alpha. Gives the warning for it, none where nothing was transparent. */
export async function flatten(image: Sharp, source: string, info: ImageInfo, shape: OutputShape): Promise<readonly Warning[]> {
  if (!info.hasAlpha || formats[shape.format].holdsAlpha) return [];
  image.flatten({ background: "#ffffff" });
  return (await isTransparent(source, info)) ? ["alphaFlattened"] : [];
}

/**
 * Whether any pixel of the first frame lets something through. Decodes the alpha channel alone, one byte a pixel, which is less
 * than the encode that follows takes: sharp's `stats()` would count all channels, histogram and all.
 */
async function isTransparent(source: string, info: ImageInfo): Promise<boolean> {
  const image = sharp(source, readOptions(info.width * info.height, 1));
  const alpha = await image.extractChannel("alpha").toColourspace("b-w").raw({ depth: "uchar" }).toBuffer();
  return alpha.some((value) => value !== 255);
}
