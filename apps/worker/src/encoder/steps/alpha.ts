import { formats, type ImageInfo, type Warning } from "@pixelmill/core";
import sharp, { type Sharp } from "sharp";
import type { OutputShape } from "../shape.ts";
import { readOptions } from "./decode.ts";
import type { HeldPixels } from "./hold.ts";

/** Lays a transparent image on white where the output has no alpha. Gives the warning for it, none where nothing was transparent. */
export async function flatten(image: Sharp, source: string, info: ImageInfo, shape: OutputShape): Promise<readonly Warning[]> {
  if (!info.hasAlpha || formats[shape.format].holdsAlpha) return [];
  image.flatten({ background: "#ffffff" });
  return (await isTransparent(source, info)) ? ["alphaFlattened"] : [];
}

/** The same for held pixels, which tell by themselves whether anything is transparent. */
export function flattenHeld(image: Sharp, held: HeldPixels, info: ImageInfo, shape: OutputShape): readonly Warning[] {
  if (!info.hasAlpha || formats[shape.format].holdsAlpha) return [];
  image.flatten({ background: "#ffffff" });
  return isHeldTransparent(held) ? ["alphaFlattened"] : [];
}

function isHeldTransparent({ samples, channels }: HeldPixels): boolean {
  const opaque = samples instanceof Uint16Array ? 65_535 : 255;
  for (let at = channels - 1; at < samples.length; at += channels) if (samples[at] !== opaque) return true;
  return false;
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
