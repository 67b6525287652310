import { rename, writeFile } from "node:fs/promises";
import type { Chroma } from "@pixelmill/core";
import { removeFile } from "@pixelmill/native";
import type { Sharp } from "sharp";
import { type EncodingFacts, encodingFacts } from "../formats/encodingFacts.ts";
import { isPackedHard, packedPng } from "../formats/packedPng.ts";
import { type PngStrategy, pngWith } from "../formats/png.ts";
import { type WriterOptions, writers } from "../formats/writers.ts";
import type { OutputShape } from "../shape.ts";
import type { Picture } from "./picture.ts";
import { likelyPngStrategy } from "./pngSample.ts";

/** A file on the desk that is not yet a result. */
export interface DraftFile {
  readonly file: string;
  readonly bytes: number;
}

/** An encoded image that is not yet a result. */
export interface WrittenDraft extends DraftFile {
  readonly facts: EncodingFacts;
}

/** Names the draft of an attempt. */
export type DraftName = (attempt: string) => string;

/** Pixels up to which both ways of writing a PNG are tried in full: above, a sample decides. */
const tryBothPixels = 1_000_000;

/** Runs the pipeline once and writes what it gives; `picture` is what goes into it. A failed run leaves nothing behind. */
export async function writeDraft(
  image: Sharp,
  picture: Picture,
  shape: OutputShape,
  chroma: Chroma,
  draftName: DraftName,
): Promise<WrittenDraft> {
  const options = { ...shape, chroma };
  if (shape.format !== "png" || shape.colours !== null)
    return { ...(await run(writers[shape.format](image, options), draftName("a"))), facts: encodingFacts(shape.format, options) };
  if (isPackedHard(options)) return writePackedPng(image, options, draftName);
  return { ...(await writePng(image, picture, shape, draftName)), facts: encodingFacts("png", options) };
}

/** Writes what was encoded in memory. */
export async function writeBytes(bytes: Uint8Array, file: string): Promise<DraftFile> {
  try {
    await writeFile(file, bytes);
    return { file, bytes: bytes.length };
  } catch (error) {
    await discard(file);
    throw error;
  }
}

/** Makes a draft the task's output: a name in `out` always stands for whole bytes. Whoever keeps them makes them durable, once. */
export const writeOutput = (draft: string, output: string): Promise<void> => rename(draft, output);

export const discard = (draft: string): Promise<void> => removeFile(draft);

async function run(image: Sharp, file: string): Promise<DraftFile> {
  try {
    const { size } = await image.toFile(file);
    return { file, bytes: size };
  } catch (error) {
    await discard(file);
    throw error;
  }
}

async function writePackedPng(image: Sharp, options: WriterOptions, draftName: DraftName): Promise<WrittenDraft> {
  const { bytes, facts } = await packedPng(image, options);
  return { ...(await writeBytes(bytes, draftName("a"))), facts };
}

async function writePng(image: Sharp, picture: Picture, shape: OutputShape, draftName: DraftName): Promise<DraftFile> {
  if (shape.width * shape.height > tryBothPixels) return run(pngWith(image, await likelyPngStrategy(picture)), draftName("a"));
  return smallerPng(image, draftName);
}

async function smallerPng(image: Sharp, draftName: DraftName): Promise<DraftFile> {
  const attempt = (strategy: PngStrategy) => run(pngWith(image.clone(), strategy), draftName(strategy));
  const plain = await attempt("plain");
  const filtered = await attempt("filtered");
  const [kept, other] = plain.bytes <= filtered.bytes ? [plain, filtered] : [filtered, plain];
  await discard(other.file);
  return kept;
}
