import type { Dimensions } from "@pixelmill/core";
import sharp, { type Sharp } from "sharp";

/** Samples that a score is computed from: sRGB, 8 bits, three channels, rows without gaps. */
export interface ScoredPixels extends Dimensions {
  readonly data: Uint8Array;
}

/** The first frame of a file, upright and in sRGB. */
async function openUpright(file: string): Promise<Sharp> {
  const image = sharp(file, { failOn: "error", limitInputPixels: false }).autoOrient();
  const { space, hasProfile } = await sharp(file, { limitInputPixels: false }).metadata();
  // Sharp alone would take a deep image with a profile to Display P3.
  if (space === "rgb16" && hasProfile) image.withIccProfile("srgb", { attach: false });
  return image.toColourspace("srgb");
}

/** What someone sees of a file who looks at it on white. */
export async function scoredPixels(file: string): Promise<ScoredPixels> {
  const image = (await openUpright(file)).flatten({ background: "#ffffff" });
  const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`${file} has ${info.channels} channels.`);
  return { data, width: info.width, height: info.height };
}

/** Whether two files decode to the same samples, alpha and depth included. */
export async function areSame(one: string, other: string): Promise<boolean> {
  const [a, b] = [await samples(one), await samples(other)];
  return a.width === b.width && a.height === b.height && a.data.equals(b.data);
}

/** Every sample as 16 bits of four channels, whatever the file stores: grey may be written as grey, opaque without alpha. */
async function samples(file: string) {
  const image = (await openUpright(file)).ensureAlpha().toColourspace("rgb16");
  const { data, info } = await image.raw({ depth: "ushort" }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Writes a file as a PNG of a size, upright and in sRGB: a source that everyone reads alike. */
export async function writeSmaller(source: string, output: string, { width, height }: Dimensions): Promise<void> {
  const image = (await openUpright(source)).resize({ width, height, fit: "fill" });
  await image.png({ compressionLevel: 4 }).toFile(output);
}
