import { readFile } from "node:fs/promises";
import { type Chroma, chromas, type ImageInfo } from "@pixelmill/core";
import { CodecError, native } from "@pixelmill/native";
import sharp from "sharp";
import type { OutputShape } from "../shape.ts";
import type { EncodedImage } from "./packedPng.ts";

/** Whether an output is to be a JPEG that has lost nothing. */
export const isLosslessJpeg = ({ format, quality }: OutputShape): boolean => format === "jpeg" && quality === null;

/**
 * A JPEG's own coefficients, packed better: every pixel stays what it was, and so does its profile. Null where that can't be: the source
 * is no JPEG, or it has to be turned or resized, or its kind can't be repacked.
 */
export async function repackedJpeg(source: string, info: ImageInfo, shape: OutputShape): Promise<EncodedImage | null> {
  const { codecs } = native;
  if (codecs === null || info.format !== "jpeg" || info.orientation !== 1 || shape.resized) return null;
  const bytes = await codecs.repackJpeg(await readFile(source), { keepMetadata: false }).catch(nullIfRefused);
  if (bytes === null) return null;
  const facts = { quality: null, lossless: true, effort: shape.effort, chroma: await chromaOf(bytes), colours: null };
  return { bytes, facts: { encoder: "repack", ...facts } };
}

/** What the codec can't take, or finds damaged, goes the way of all others, which tells by itself. */
function nullIfRefused(error: unknown): null {
  if (error instanceof CodecError && error.reason !== "internal") return null;
  throw error;
}

/** As the file has it; null where that is neither of the usual two. */
async function chromaOf(jpeg: Uint8Array): Promise<Chroma | null> {
  const { chromaSubsampling = "" } = await sharp(jpeg).metadata();
  return chromas.find((chroma) => chromaSubsampling.startsWith(chroma)) ?? null;
}
