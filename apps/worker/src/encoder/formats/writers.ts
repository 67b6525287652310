import type { Chroma, Effort, ImageFormat } from "@pixelmill/core";
import type { AnimationOptions, Sharp } from "sharp";
import { avif } from "./avif.ts";
import { gif } from "./gif.ts";
import { jpeg } from "./jpeg.ts";
import { png } from "./png.ts";
import { tiff } from "./tiff.ts";
import { webp } from "./webp.ts";

/** What the settings of an encode depend on. */
export interface WriterOptions {
  /** 1–100; null where nothing is to be lost. */
  readonly quality: number | null;
  readonly effort: Effort;
  /** No loss was asked for: a PNG is worth more time than usual. */
  readonly asksLossless?: boolean;
  /** Takes effect where the format has a choice. */
  readonly chroma: Chroma;
  /** Most colours of a PNG's palette; null for none. */
  readonly colours: number | null;
  readonly resized: boolean;
  /** Bits of a channel, 8–16. */
  readonly bitDepth: number;
  /** Delays in milliseconds and loop count of an animation that does not bring them along. */
  readonly timing?: AnimationOptions;
}

/** Sets a pipeline's output format. */
export type Writer = (image: Sharp, options: WriterOptions) => Sharp;

export const writers: Readonly<Record<ImageFormat, Writer>> = { jpeg, png, webp, avif, gif, tiff };
