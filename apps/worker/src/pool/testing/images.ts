import type { ImageFormat, ImageInfo } from "@pixelmill/core";
import sharp from "sharp";
import { makeInfo } from "../../testing/imageInfo.ts";

/** An image and what inspection would say of it. */
export interface TestImage {
  readonly bytes: Buffer;
  readonly info: ImageInfo;
}

/** Noise in a still format: a few milliseconds to encode when small, seconds as a large AVIF. */
export async function noise(
  width: number,
  height: number,
  format: Extract<ImageFormat, "jpeg" | "png" | "webp">,
): Promise<TestImage> {
  const bytes = await sharp({
    create: { width, height, channels: 3, background: "#888888", noise: { type: "gaussian", mean: 128, sigma: 30 } },
  })
    .toFormat(format)
    .toBuffer();
  return { bytes, info: makeInfo({ format, width, height, grey: false, bytes: bytes.length }) };
}

/** Settings under which a large image takes seconds. */
export const slowSettings = { format: "avif", quality: 90 } as const;
