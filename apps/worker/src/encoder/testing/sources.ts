import type { SourceFormat } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import { bmp, ico, iconBitmap } from "./bitmaps.ts";
import { animation, grid, gridRgba, gridWithAlpha, pages, size } from "./images.ts";

/** A source image of the grid in one of the formats Pixelmill reads. */
export interface Source {
  readonly name: string;
  readonly format: SourceFormat;
  readonly frames?: number;
  readonly transparent?: boolean;
  /** Largest difference of a colour that its own loss explains, 0–255. */
  readonly loss?: number;
  make(): Promise<Buffer>;
}

/** What the addon decodes: without it there is nothing to encode. */
const addonSources: readonly Source[] = [
  { name: "bmp", format: "bmp", make: async () => bmp(gridRgba(255)) },
  {
    name: "ico with alpha",
    format: "ico",
    transparent: true,
    make: async () => ico([{ ...size, bits: 32, data: iconBitmap(gridRgba(128)) }]),
  },
  {
    name: "ico of a png",
    format: "ico",
    make: async () => ico([{ ...size, bits: 24, data: await grid().png().toBuffer() }]),
  },
];

/** Every kind of source that is worth encoding to every output. */
export const sources: readonly Source[] = [
  { name: "jpeg", format: "jpeg", loss: 12, make: () => grid().jpeg({ quality: 95 }).toBuffer() },
  { name: "progressive jpeg", format: "jpeg", loss: 12, make: () => grid().jpeg({ quality: 95, progressive: true }).toBuffer() },
  {
    name: "jpeg 4:4:4",
    format: "jpeg",
    loss: 12,
    make: () => grid().jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).toBuffer(),
  },
  { name: "png", format: "png", make: () => grid().png().toBuffer() },
  { name: "png with alpha", format: "png", transparent: true, make: () => gridWithAlpha(128).png().toBuffer() },
  { name: "png, opaque alpha", format: "png", make: () => gridWithAlpha(255).png().toBuffer() },
  { name: "palette png", format: "png", make: () => grid().png({ palette: true }).toBuffer() },
  { name: "interlaced png", format: "png", make: () => grid().png({ progressive: true }).toBuffer() },
  { name: "lossy webp", format: "webp", loss: 16, make: () => grid().webp({ quality: 95 }).toBuffer() },
  {
    name: "lossless webp with alpha",
    format: "webp",
    transparent: true,
    make: () => gridWithAlpha(128).webp({ lossless: true }).toBuffer(),
  },
  { name: "animated webp", format: "webp", frames: 3, make: () => animation("webp") },
  { name: "avif", format: "avif", loss: 16, make: () => grid().avif({ quality: 90, effort: 0 }).toBuffer() },
  { name: "gif", format: "gif", make: () => grid().gif().toBuffer() },
  { name: "animated gif", format: "gif", frames: 3, make: () => animation("gif") },
  { name: "tiff", format: "tiff", make: () => grid().tiff({ compression: "none" }).toBuffer() },
  { name: "tiff of two pages", format: "tiff", frames: 2, make: pages },
  ...(native.decoders === null ? [] : addonSources),
];
