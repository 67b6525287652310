import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import type { Dimensions } from "@pixelmill/core";
import type { HeicProblem } from "./heicPicture.ts";
import type { HeicOrder, HeicOutcome } from "./heicThread.ts";
import { libheifWasm } from "./libheif.ts";

let compiled: Promise<WebAssembly.Module> | null = null;

/** Compiled when the first HEIC comes, and once for all of them. */
const libheif = (): Promise<WebAssembly.Module> => {
  compiled ??= readFile(libheifWasm()).then((bytes) => WebAssembly.compile(bytes));
  return compiled;
};

/** Decodes a HEIC into a PNG that is not compressed. Throws where the file can't be read or written. */
export async function unpackHeic(
  source: string,
  target: string,
  maxPixels: number,
): Promise<Dimensions | { readonly problem: HeicProblem }> {
  const order: HeicOrder = { module: await libheif(), source, target, maxPixels };
  const outcome = await inThread(order);
  if ("error" in outcome) throw outcome.error;
  return outcome;
}

async function inThread(order: HeicOrder): Promise<HeicOutcome> {
  const thread = new Worker(new URL("./heicThread.ts", import.meta.url), { workerData: order, execArgv: [], name: "heic" });
  try {
    return await new Promise<HeicOutcome>((resolve, reject) => {
      thread.once("message", resolve);
      thread.once("error", reject);
      thread.once("exit", () => reject(new Error("the decoder's thread ended without a word")));
    });
  } finally {
    await thread.terminate();
  }
}
