import type { Dimensions, ImageInfo } from "@pixelmill/core";
import sharp, { type Region, type Sharp } from "sharp";
import { turnedSize } from "../turnedSize.ts";
import { readOptions } from "./decode.ts";
import { type HeldPixels, openHeld } from "./hold.ts";

/** A still picture that can be opened as often as a look at part of it needs. */
export interface Picture extends Dimensions {
  open(): Sharp;
}

/** The first frame of a source, as it lies in the file: the sides of a turned image are swapped in its info. */
export const pictureInFile = (source: string, info: ImageInfo): Picture => ({
  ...turnedSize(info, info.orientation),
  open: () => sharp(source, readOptions(info.width * info.height, 1)),
});

export const pictureInMemory = (held: HeldPixels): Picture => ({
  width: held.width,
  height: held.height,
  open: () => openHeld(held),
});

/** Longest side of the sample in pixels: large enough to tell a drawing from a photo, a fraction of a large image's time. */
const sampleSide = 512;

/** The middle of a picture, as much of it as a sample is. */
export function middleOf({ width, height }: Dimensions): Region {
  const size = { width: Math.min(width, sampleSide), height: Math.min(height, sampleSide) };
  return { ...size, left: Math.floor((width - size.width) / 2), top: Math.floor((height - size.height) / 2) };
}
