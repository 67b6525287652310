import type { Chroma, ImageInfo } from "@pixelmill/core";
import type { OutputShape } from "../shape.ts";
import { isDrawn } from "./isDrawn.ts";
import { middleOf, type Picture } from "./picture.ts";

/**
 * Resolution of the colour part of an output: as it was asked for, else whole in an AVIF, which costs it nothing at an equal score, and
 * by what the picture is in a JPEG.
 */
export async function chromaFor(picture: Picture, info: ImageInfo, shape: OutputShape): Promise<Chroma> {
  if (shape.chroma !== "auto") return shape.chroma;
  if (shape.format === "avif") return "4:4:4";
  return needsLook(info, shape) && (await isDrawnPicture(picture)) ? "4:4:4" : "4:2:0";
}

/** Whether the format has a choice, and the source the colours for it: they were halved in most JPEGs and every lossy WebP. */
function needsLook({ format: source, fullChroma, lossless, grey }: ImageInfo, { format, quality }: OutputShape): boolean {
  if (format !== "jpeg" || quality === null || grey === true) return false;
  return !(source === "jpeg" && !fullChroma) && !(source === "webp" && lossless !== true);
}

/** Looks at the middle of a picture: graphics have their edges everywhere, and a whole decode would take as long as the encode. */
export async function isDrawnPicture(picture: Picture): Promise<boolean> {
  const sample = picture.open().extract(middleOf(picture)).flatten({ background: "#ffffff" }).toColourspace("srgb");
  const { data, info } = await sample.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return isDrawn({ data, width: info.width });
}
