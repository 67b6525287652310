import { formats, holdDeep, type ImageInfo, type Warning } from "@pixelmill/core";
import type { Metadata, Sharp } from "sharp";
import type { OutputShape } from "../shape.ts";
import { turnsFrames } from "./turnFrames.ts";

/** Sharp has it and its types leave it out. Of a JPEG's options only its quality counts then. */
type GainMapKeeper = Sharp & { keepGainMap(): Sharp };

/**
 * Brings an image to sRGB from its own profile and writes none, or keeps its colours and the profile where that is asked for. Sharp does
 * the first by itself; what it leaves out is done here: grey stays one channel, 16 bits stay 16 bits between lossless formats, and a 16-bit
 * image with a profile, which sharp takes to Display P3, goes on to sRGB.
 */
export function convertColour(image: Sharp, header: Metadata | null, info: ImageInfo, shape: OutputShape): Sharp {
  const grey = (header === null ? info.grey === true : isGrey(header)) && formats[shape.format].holdsGrey;
  if (wantsGainMap(info, shape)) (image as GainMapKeeper).keepGainMap();
  if (header === null) return grey ? image.toColourspace("b-w") : image;
  const keeps = keepsProfile(header, info, shape);
  if (keeps) image.keepIccProfile();
  else convertProfile(image, header);
  // Sharp drops the profile of a deep image that it turns, unless it stays deep up to its writer.
  if (isDeep(header) && (keeps || holdDeep(info.format, shape.format))) return image.toColourspace(grey ? "grey16" : "rgb16");
  return grey ? image.toColourspace("b-w") : image;
}

/** Takes a deep image with a profile to sRGB. */
export function convertProfile(image: Sharp, header: Metadata): void {
  if (isDeep(header) && !isGrey(header) && header.hasProfile) image.withIccProfile("srgb", { attach: false });
}

/**
 * Whether an output carries its source's profile: one that explains the pixels it has. CMYK is always converted, since only a JPEG would
 * hold it; and a profile of grey is none for colours. That of a deep grey image stays in any case: nothing here converts those. Frames
 * that are turned, and deep colours that become a palette, are brought to sRGB.
 */
function keepsProfile(header: Metadata, info: ImageInfo, shape: OutputShape): boolean {
  const { colour, format, colours } = shape;
  if (isDeep(header) && colours !== null) return false;
  if (!header.hasProfile || !formats[format].holdsProfile || turnsFrames(info, shape)) return false;
  if (isGrey(header)) return formats[format].holdsGrey && (colour === "keep" || isDeep(header));
  return colour === "keep" && (header.space === "srgb" || header.space === "rgb16");
}

/** Whether an HDR photo is to stay one, as a JPEG with its gain map. Not every gain map can be read, so the result tells whether it did. */
export const wantsGainMap = ({ format, hdr }: ImageInfo, shape: Pick<OutputShape, "colour" | "format">): boolean =>
  hdr === "gainMap" && format === "jpeg" && shape.format === "jpeg" && shape.colour === "keep";

/** Whether a PNG's own words about its colours go over into another PNG, its pixels with them as they are. */
export const keepsDescription = (
  { format, describedColour }: ImageInfo,
  shape: Pick<OutputShape, "colour" | "format">,
): boolean => describedColour === true && format === "png" && shape.format === "png" && shape.colour === "keep";

/** What an output loses of its source's depth and brightness, for the user to know; `hasGainMap` tells whether it kept that. */
export function colourLosses(
  info: ImageInfo,
  shape: Pick<OutputShape, "colour" | "colours" | "format">,
  hasGainMap: boolean,
): readonly Warning[] {
  const shallow = info.bitDepth > 8 && (shape.colours !== null || !holdDeep(info.format, shape.format));
  const keepsHdr = hasGainMap || keepsDescription(info, shape);
  return [
    ...(shallow ? (["depthReduced"] as const) : []),
    ...(info.hdr !== undefined && !keepsHdr ? (["hdrLost"] as const) : []),
  ];
}

export const isGrey = ({ space }: Metadata): boolean => space === "b-w" || space === "grey16";
export const isDeep = ({ space }: Metadata): boolean => space === "rgb16" || space === "grey16";
