import { measureRun } from "../measure/measureRun.ts";
import { treeCpuSeconds } from "../processes/processTree.ts";
import type { Variant, Work } from "../variants/variant.ts";
import { type TrialContender, trialRun } from "./contender.ts";

/**
 * A variant whose processes are started for each run, and ended after it: their start counts, in time and CPU time. What it gets
 * ready before it runs does not, as everywhere.
 */
export const cold = <V extends Variant>(
  name: string,
  { start, end, work }: { start(): Promise<V>; end(variant: V): Promise<void>; readonly work: Work },
): TrialContender => ({
  name,
  prepare: async () => {},
  run: async () => {
    const begin = performance.now();
    const variant = await start();
    try {
      const startMs = performance.now() - begin;
      const startCpu = treeCpuSeconds(variant.cpuRoots);
      await variant.prepare(work);
      const { run, told } = await measureRun(variant, work);
      const cpuSeconds = startCpu === null || run.cpuSeconds === null ? null : startCpu + run.cpuSeconds;
      return trialRun({ ...run, wallMs: startMs + run.wallMs, cpuSeconds }, told, work);
    } finally {
      await end(variant);
    }
  },
  peakBytes: () => Promise.reject(new Error("The memory of processes that are started for a run is not looked at.")),
});
