import { type PngStrategy, pngWith } from "../formats/png.ts";
import { middleOf, type Picture } from "./picture.ts";

/** Writes the middle of a large image both ways and tells which came out smaller. */
export async function likelyPngStrategy(picture: Picture): Promise<PngStrategy> {
  const [plain, filtered] = [await sampleBytes(picture, "plain"), await sampleBytes(picture, "filtered")];
  return plain <= filtered ? "plain" : "filtered";
}

const sampleBytes = async (picture: Picture, strategy: PngStrategy): Promise<number> =>
  (await pngWith(picture.open().extract(middleOf(picture)), strategy).toBuffer()).length;
