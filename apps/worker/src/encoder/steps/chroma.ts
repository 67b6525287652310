import { type Chroma, type ImageInfo, pixelCount } from "@pixelmill/core";
import sharp, { type Sharp } from "sharp";
import type { OutputShape } from "../shape.ts";
import type { Decoded } from "./decode.ts";
import { freePixels } from "./hold.ts";
import { isDrawn, type RgbPixels } from "./isDrawn.ts";
import { middleOf, type Picture } from "./picture.ts";

/**
 * Resolution of the colour part of an output: as it was asked for, else whole in an AVIF, which costs it nothing at an equal score, and
 * by what the picture is in a JPEG.
 */
export async function chromaFor(picture: Picture, info: ImageInfo, shape: OutputShape): Promise<Chroma> {
  const known = knownChroma(info, shape);
  return known ?? chromaOf(await isDrawnPicture(picture));
}

/** Most pixels of an output that are kept in memory between a look at them and their encode: 6 MB. */
const mostKept = 2_000_000;

/**
 * Writes what comes from a file, its chroma decided. A small image that has to be looked at is decoded once and kept for its encode; to
 * decode it twice took a fifth of a small PNG's time. Of a large one the source's middle is looked at, before it is streamed. Only
 * 8-bit colours that are written as they are can be kept so, without a profile: those that nothing has to be known of from the header.
 */
export async function withChroma<T>(
  { image, header }: Decoded,
  picture: Picture,
  info: ImageInfo,
  shape: OutputShape,
  write: (image: Sharp, chroma: Chroma) => Promise<T>,
): Promise<T> {
  const known = knownChroma(info, shape);
  if (known !== null) return write(image, known);
  if (header !== null || info.grey !== false || pixelCount(shape) > mostKept)
    return write(image, chromaOf(await isDrawnPicture(picture)));
  const kept = await rgbPixels(image);
  const { data, width, height } = kept;
  try {
    return await write(sharp(data, { raw: { width, height, channels: 3 } }), chromaOf(isDrawn(kept)));
  } finally {
    freePixels(data);
  }
}

/** Null where the picture itself has to tell. */
function knownChroma(info: ImageInfo, shape: OutputShape): Chroma | null {
  if (shape.chroma !== "auto") return shape.chroma;
  if (shape.format === "avif") return "4:4:4";
  return needsLook(info, shape) ? null : "4:2:0";
}

/** Whether the format has a choice, and the source the colours for it: they were halved in most JPEGs and every lossy WebP. */
function needsLook({ format: source, fullChroma, lossless, grey }: ImageInfo, { format, quality }: OutputShape): boolean {
  if (format !== "jpeg" || quality === null || grey === true) return false;
  return !(source === "jpeg" && !fullChroma) && !(source === "webp" && lossless !== true);
}

const chromaOf = (drawn: boolean): Chroma => (drawn ? "4:4:4" : "4:2:0");

/** Looks at the middle of a picture: graphics have their edges everywhere, and a whole decode would take as long as the encode. */
export const isDrawnPicture = async (picture: Picture): Promise<boolean> =>
  isDrawn(await rgbPixels(picture.open().extract(middleOf(picture)).flatten({ background: "#ffffff" })));

async function rgbPixels(image: Sharp): Promise<RgbPixels> {
  const { data, info } = await image.toColourspace("srgb").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
