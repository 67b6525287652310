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

/** Whether any of the held pixels lets something through. */
export const isHeldTransparent = ({ samples, channels }: HeldPixels): boolean =>
  channels % 2 === 0 && hasTransparent(samples, channels, samples instanceof Uint16Array ? 65_535 : 255);

/**
 * Whether any pixel of the first frame lets something through. Decodes the alpha channel alone, one byte a pixel, a tenth of what the
 * encode that follows takes: a change of colour space on the way, or sharp's `stats()`, would take half as much as that.
 */
async function isTransparent(source: string, info: ImageInfo): Promise<boolean> {
  const image = sharp(source, readOptions(info.width * info.height, 1));
  return hasTransparent(await image.extractChannel("alpha").raw().toBuffer(), 1, 255);
}

/** Whether the last of each pixel's samples is anywhere below `opaque`. A loop, since a call for each pixel takes eight times as long. */
function hasTransparent(samples: HeldPixels["samples"], channels: number, opaque: number): boolean {
  for (let at = channels - 1; at < samples.length; at += channels) if (samples[at] !== opaque) return true;
  return false;
}
