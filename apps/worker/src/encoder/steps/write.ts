import { rename } from "node:fs/promises";
import { removeFile } from "@pixelmill/native";
import type { Sharp } from "sharp";
import { type PngStrategy, pngWith } from "../formats/png.ts";
import { writers } from "../formats/writers.ts";
import type { OutputShape } from "../shape.ts";
import type { Picture } from "./picture.ts";
import { likelyPngStrategy } from "./pngSample.ts";

/** An encoded image that is not yet a result. */
export interface DraftFile {
  readonly file: string;
  readonly bytes: number;
}

/** Names the draft of an attempt. */
export type DraftName = (attempt: string) => string;

/** Pixels up to which both ways of writing a PNG are tried in full: above, a sample decides. */
const tryBothPixels = 1_000_000;

/** Runs the pipeline and writes what it gives; `picture` is what goes into it. A failed run leaves nothing behind. */
export async function writeDraft(image: Sharp, picture: Picture, shape: OutputShape, draftName: DraftName): Promise<DraftFile> {
  if (shape.format !== "png") return run(writers[shape.format](image, shape), draftName("a"));
  if (shape.width * shape.height > tryBothPixels) return run(pngWith(image, await likelyPngStrategy(picture)), draftName("a"));
  return smallerPng(image, draftName);
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

async function smallerPng(image: Sharp, draftName: DraftName): Promise<DraftFile> {
  const attempt = (strategy: PngStrategy) => run(pngWith(image.clone(), strategy), draftName(strategy));
  const plain = await attempt("plain");
  const filtered = await attempt("filtered");
  const [kept, other] = plain.bytes <= filtered.bytes ? [plain, filtered] : [filtered, plain];
  await discard(other.file);
  return kept;
}
