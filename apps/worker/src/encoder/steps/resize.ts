import type { Sharp } from "sharp";
import type { OutputShape } from "../shape.ts";

/**
 * Sets the output's size. The size is exact, from core's arithmetic, so `fill` distorts nothing; JPEG and WebP are shrunk while they
 * are read. Each frame of an animation gets this size.
 */
export const resize = (image: Sharp, { resized, width, height }: Pick<OutputShape, "resized" | "width" | "height">): Sharp =>
  resized ? image.resize({ width, height, fit: "fill" }) : image;
