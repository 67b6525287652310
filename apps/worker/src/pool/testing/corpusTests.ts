import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorTable, type TaskResult } from "@pixelmill/core";
import { expect } from "vitest";
import { type CorpusFile, corpusDirectory, runThrough } from "./corpus.ts";

/** Runs files of the corpus through inspector and pool and holds what comes out to the manifest. */
export async function expectCorpus(files: readonly CorpusFile[]): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "pixelmill-corpus-"));
  try {
    const settings = { format: "webp", resize: { mode: "longest", pixels: 64 } } as const;
    const { results, lost } = await runThrough(files, settings, directory);
    expect(lost).toEqual([]);
    const wrong = files.flatMap((file, index) => {
      const result = results[index];
      const fault = result === undefined ? "no result" : faultOf(file.expected, result);
      return fault === null ? [] : [`${file.path}: ${file.expected}, but ${fault}`];
    });
    expect(wrong).toEqual([]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

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
  return /^clear error(?! \(output format)(?! or decodes)/.test(expected) ? "it was encoded" : null;
}
