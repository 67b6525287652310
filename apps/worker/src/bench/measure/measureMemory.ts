import { fileURLToPath } from "node:url";
import { type BenchCase, quantile } from "@pixelmill/core";
import { Remote } from "../processes/remote.ts";
import type { MemorySample, SamplerHandlers } from "../sampler/main.ts";
import type { Variant, VariantRun } from "../variants/variant.ts";

const program = fileURLToPath(new URL("../sampler/main.ts", import.meta.url));

/** Wished time between two samples, in milliseconds. */
export const sampleMs = 20;

export interface MemoryRun {
  readonly told: VariantRun;
  readonly samples: readonly MemorySample[];
  readonly memory: BenchCase["memory"][number];
}

/** Runs a variant over its work while its memory is sampled: a run of its own, since looking takes time from what is measured. */
export async function measureMemory(variant: Variant): Promise<MemoryRun> {
  const sampler = new Remote<SamplerHandlers>(program);
  try {
    const budgetBytes = await variant.budgetBytes();
    await sampler.call("start", { roots: variant.memoryRoots, intervalMs: sampleMs });
    const told = await variant.run();
    const samples = await sampler.call("stop", undefined);
    return { told, samples, memory: { variant: variant.name, budgetBytes, ...summary(samples, budgetBytes) } };
  } finally {
    await sampler.end();
  }
}

/** Idle, peak, and samples above the budget. The first sample is taken before the run begins. */
export function summary(samples: readonly MemorySample[], budgetBytes: number | null) {
  const bytes = samples.map((sample) => sample.bytes);
  const gaps = samples.slice(1).map(({ at }, index) => at - (samples[index]?.at ?? at));
  return {
    idleBytes: bytes[0] ?? 0,
    peakBytes: Math.max(0, ...bytes),
    samples: samples.length,
    aboveBudget: budgetBytes === null ? 0 : bytes.filter((value) => value > budgetBytes).length,
    intervalMs: quantile(gaps, 0.5) ?? 0,
  };
}
