import type { BenchRun, TrialRun } from "@pixelmill/core";
import { sampleRun, summary } from "../measure/measureMemory.ts";
import { measureRun } from "../measure/measureRun.ts";
import type { Program, VariantRun, Work } from "../variants/variant.ts";

/** One way to do the work of a trial. */
export interface TrialContender {
  readonly name: string;
  /** Gets ready for the trial, which is not measured. */
  prepare(): Promise<void>;
  /** Does the whole work once. */
  run(): Promise<TrialRun>;
  /** Does it once more while its memory is sampled; gives the peak in bytes. */
  peakBytes(): Promise<number>;
}

/** Something whose processes are there and warm. */
export const warm = (name: string, program: Program, work: Work): TrialContender => ({
  name,
  prepare: async () => {
    await program.prepare(work);
    await program.run();
  },
  run: async () => {
    const { run, told } = await measureRun(program, work);
    return trialRun(run, told, work);
  },
  peakBytes: async () => summary((await sampleRun(program)).samples, null).peakBytes,
});

/** What a trial keeps of a run. Throws where a file got no result, or more than one. */
export function trialRun({ inspection: _, ...run }: BenchRun, { engine, results }: VariantRun, { files }: Work): TrialRun {
  const names = new Set(results.map(({ name }) => name));
  if (results.length !== files.length || names.size !== files.length)
    throw new Error(`${files.length} files gave ${results.length} results, for ${names.size} of them.`);
  const batches = engine?.batchSizes.reduce((sum, { count }) => sum + count, 0) ?? null;
  return { ...run, batches };
}
