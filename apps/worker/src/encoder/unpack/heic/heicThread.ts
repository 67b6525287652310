import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { pngFile } from "../pngFile.ts";
import { HeicError, type HeicProblem, heicPicture } from "./heicPicture.ts";
import { startLibheif } from "./libheif.ts";

/** What the thread is given. */
export interface HeicOrder {
  readonly module: WebAssembly.Module;
  readonly source: string;
  /** Where the PNG goes. */
  readonly target: string;
  readonly maxPixels: number;
}

/** What became of it. */
export type HeicOutcome =
  | { readonly width: number; readonly height: number }
  | { readonly problem: HeicProblem }
  | { readonly error: unknown };

/** A thread of its own for one HEIC: the decoder computes without a pause, and its memory, which only grows, is gone with the thread. */
function run({ module, source, target, maxPixels }: HeicOrder): HeicOutcome {
  try {
    const picture = heicPicture(startLibheif(module), readFileSync(source), maxPixels);
    write(target, pngFile(picture));
    return { width: picture.width, height: picture.height };
  } catch (error) {
    if (error instanceof HeicError) return { problem: error.problem };
    // Where libheif ends itself the file is to blame.
    return error instanceof WebAssembly.RuntimeError ? { problem: "corrupt" } : { error };
  }
}

function write(path: string, pieces: Iterable<Uint8Array>): void {
  const file = openSync(path, "w");
  try {
    for (const piece of pieces) for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
  } finally {
    closeSync(file);
  }
}

parentPort?.postMessage(run(workerData as HeicOrder));
