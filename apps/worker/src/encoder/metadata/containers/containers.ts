import type { ImageFormat } from "@pixelmill/core";
import type { Dissection } from "../carried.ts";
import type { FileView } from "../fileView.ts";
import { dissectAvif } from "./avif.ts";
import { dissectGif } from "./gif.ts";
import { dissectJpeg } from "./jpeg.ts";
import { dissectPng } from "./png.ts";
import { dissectTiff } from "./tiff.ts";
import { dissectWebp } from "./webp.ts";

/** Takes a file of a format apart, without decoding it; null where it is not built as its format should be. */
export const dissectors: Readonly<Record<ImageFormat, (view: FileView) => Promise<Dissection | null>>> = {
  jpeg: dissectJpeg,
  png: dissectPng,
  webp: dissectWebp,
  avif: dissectAvif,
  gif: dissectGif,
  tiff: dissectTiff,
};
