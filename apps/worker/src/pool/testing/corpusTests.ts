import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorTable, type OutputSettingsInput, type TaskResult } from "@pixelmill/core";
import { expect } from "vitest";
import { type CorpusFile, corpusDirectory, runThrough } from "./corpus.ts";

/** What the corpus is encoded to: one output streams from file to file, several share a decode. */
export const corpusOutputs = {
  "one output": [{ format: "webp", resize: { mode: "longest", pixels: 64 } }],
  "several outputs": [
    { format: "webp", resize: { mode: "longest", pixels: 64 } },
    { format: "webp", resize: { mode: "longest", pixels: 32 } },
    { format: "jpeg", resize: { mode: "longest", pixels: 64 } },
  ],
} as const satisfies Record<string, readonly OutputSettingsInput[]>;

/** Runs files of the corpus through inspector and pool and holds what comes out to the manifest. */
export async function expectCorpus(files: readonly CorpusFile[], outputs: keyof typeof corpusOutputs): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "pixelmill-corpus-"));
  try {
    const { results, lost } = await runThrough(files, [...corpusOutputs[outputs]], directory);
    expect(lost).toEqual([]);
    const wrong = files.flatMap((file, index) => {
      const faults = results[index]?.map((result) =>
        readByLibheif.has(file.path) && result.status === "optimized" ? null : faultOf(file.expected, result),
      ) ?? ["no result"];
      return faults.filter((fault) => fault !== null).map((fault) => `${file.path}: ${file.expected}, but ${fault}`);
    });
    expect(wrong).toEqual([]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Said to fail by libvips' own reading of HEIF; libheif itself, which reads HEIC here, finds it whole. */
const readByLibheif: ReadonlySet<string> = new Set(["malformed/libheif/colors-no-alpha.heic"]);

/** What is wrong with a result, or null. Where the manifest allows both, only the form of a failure is looked at. */
function faultOf(expected: string, result: TaskResult): string | null {
  if (result.status === "cancelled") return "it was cancelled";
  if (result.status === "failed") {
    const { code, message } = result.error;
    if (/^decodes/.test(expected)) return code;
    if (code === "internal" || code === "encodeFailed") return code;
    const leaks = [corpusDirectory, tmpdir(), "Unknown error"].some((text) => message.includes(text));
    return leaks || !(code in errorTable) ? `it says ${message}` : null;
  }
  const mayDecode = /^clear error \(output format|^clear error or decodes|decodes if the product adds a decoder/.test(expected);
  return expected.startsWith("clear error") && !mayDecode ? "it was encoded" : null;
}
