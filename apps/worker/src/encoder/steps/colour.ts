import { formats, holdDeep, type ImageInfo } from "@pixelmill/core";
import type { Metadata, Sharp } from "sharp";
import type { OutputShape } from "../shape.ts";

/**
 * Brings every image to sRGB from its own profile, and writes none. Sharp does so by itself; what it leaves out is done here: grey
 * stays one channel, 16 bits stay 16 bits between lossless formats, and a 16-bit image with a profile, which sharp takes to
 * Display P3, goes on to sRGB.
 */
export function convertColour(image: Sharp, header: Metadata | null, info: ImageInfo, shape: OutputShape): Sharp {
  const grey = (header === null ? info.grey === true : isGrey(header)) && formats[shape.format].holdsGrey;
  if (header === null) return grey ? image.toColourspace("b-w") : image;
  const deep = isDeep(header) && holdDeep(info.format, shape.format);
  convertProfile(image, header);
  if (deep) return image.toColourspace(grey ? "grey16" : "rgb16");
  return grey ? image.toColourspace("b-w") : image;
}

/** Takes a deep image with a profile to sRGB. */
export function convertProfile(image: Sharp, header: Metadata): void {
  if (isDeep(header) && !isGrey(header) && header.hasProfile) image.withIccProfile("srgb", { attach: false });
}

export const isGrey = ({ space }: Metadata): boolean => space === "b-w" || space === "grey16";
export const isDeep = ({ space }: Metadata): boolean => space === "rgb16" || space === "grey16";
