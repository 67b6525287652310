import { type PngStrategy, pngWith } from "../formats/png.ts";
import type { Picture } from "./picture.ts";

/** Longest side of the sample in pixels: large enough to tell a drawing from a photo, a fraction of a large image's time. */
const sampleSide = 512;

/** Writes the middle of a large image both ways and tells which came out smaller. */
export async function likelyPngStrategy(picture: Picture): Promise<PngStrategy> {
  const [plain, filtered] = [await sampleBytes(picture, "plain"), await sampleBytes(picture, "filtered")];
  return plain <= filtered ? "plain" : "filtered";
}

const sampleBytes = async (picture: Picture, strategy: PngStrategy): Promise<number> =>
  (await pngWith(picture.open().extract(middle(picture)), strategy).toBuffer()).length;

function middle({ width, height }: Picture) {
  const size = { width: Math.min(width, sampleSide), height: Math.min(height, sampleSide) };
  return { ...size, left: Math.floor((width - size.width) / 2), top: Math.floor((height - size.height) / 2) };
}
