import type { ImageInfo } from "@pixelmill/core";
import sharp from "sharp";
import { type PngStrategy, pngWith } from "../formats/png.ts";
import { readOptions } from "./decode.ts";

/** Longest side of the sample in pixels: large enough to tell a drawing from a photo, a fraction of a large image's time. */
const sampleSide = 512;

/** Writes the middle of a large image both ways and tells which came out smaller. */
export async function likelyPngStrategy(source: string, info: ImageInfo): Promise<PngStrategy> {
  const [plain, filtered] = [await sampleBytes(source, info, "plain"), await sampleBytes(source, info, "filtered")];
  return plain <= filtered ? "plain" : "filtered";
}

async function sampleBytes(source: string, info: ImageInfo, strategy: PngStrategy): Promise<number> {
  const sample = sharp(source, readOptions(info.width * info.height, 1)).extract(middle(stored(info)));
  return (await pngWith(sample, strategy).toBuffer()).length;
}

/** Sides as they lie in the file: those of a turned image are swapped in its info. */
const stored = ({ width, height, orientation }: ImageInfo) =>
  orientation >= 5 ? { width: height, height: width } : { width, height };

function middle({ width, height }: { readonly width: number; readonly height: number }) {
  const size = { width: Math.min(width, sampleSide), height: Math.min(height, sampleSide) };
  return { ...size, left: Math.floor((width - size.width) / 2), top: Math.floor((height - size.height) / 2) };
}
