import type { ImageFormat } from "@pixelmill/core";
import type { Sharp } from "sharp";
import { avif } from "./avif.ts";
import { gif } from "./gif.ts";
import { jpeg } from "./jpeg.ts";
import { png } from "./png.ts";
import { tiff } from "./tiff.ts";
import { webp } from "./webp.ts";

/** What the settings of an encode depend on. */
export interface WriterOptions {
  /** 1–100; null where the format is lossless. */
  readonly quality: number | null;
  readonly resized: boolean;
}

/** Sets a pipeline's output format. */
export type Writer = (image: Sharp, options: WriterOptions) => Sharp;

export const writers: Readonly<Record<ImageFormat, Writer>> = { jpeg, png, webp, avif, gif, tiff };
