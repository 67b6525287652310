import { type CropPosition, type Dimensions, formats, isPadded } from "@pixelmill/core";
import sharp, { type Sharp } from "sharp";
import type { OutputShape } from "../shape.ts";

/** White that lets everything through: where a border has no transparency to be kept in, it comes out white. */
const clear = { r: 255, g: 255, b: 255, alpha: 0 } as const;
const white = "#ffffff";

/**
 * Brings the whole picture to the output's size, cuts it to a box or lays it on a border, in one go: JPEG and WebP are shrunk while
 * they are read. The pixels may be the source's or, held, of the output's scale already. Each frame of an animation gets this size.
 */
export function resize(image: Sharp, shape: OutputShape): Sharp {
  const { width, height, crop, format, resized } = shape;
  if (!resized) return image;
  if (crop !== null) return image.resize({ width, height, fit: "cover", position: positionOf(shape, crop) });
  if (!isPadded(shape)) return scale(image, shape);
  const background = formats[format].holdsAlpha ? clear : white;
  return image.resize({ width, height, fit: "contain", background, withoutEnlargement: !fillsBox(shape) });
}

/** The size is exact, from core's arithmetic, so `fill` distorts nothing. */
export const scale = (image: Sharp, { width, height }: Dimensions): Sharp => image.resize({ width, height, fit: "fill" });

/** Whether the picture touches the border's outer edges: one that was too small, and is not to be enlarged, does not. */
const fillsBox = ({ width, height, scaled }: OutputShape): boolean => scaled.width === width || scaled.height === height;

/** Strategies look at one picture: the frames of an animation would each be cut elsewhere. */
const positionOf = ({ frames }: OutputShape, crop: CropPosition): number | "centre" =>
  crop === "centre" || frames > 1 ? "centre" : sharp.strategy[crop];
