import type { ImageInfo } from "@pixelmill/core";
import { makeInfo } from "../../testing/imageInfo.ts";

/** Facts of an ordinary JPEG. */
export const makePhotoInfo = (width: number, height: number): ImageInfo =>
  makeInfo({ width, height, bytes: Math.ceil(width * height * 0.3) });
