import { fileURLToPath } from "node:url";
import { type BenchCase, quantile } from "@pixelmill/core";
import { Remote } from "../processes/remote.ts";
import type { MemorySample, SamplerHandlers, SampleWish } from "../sampler/main.ts";
import type { Program, Variant, VariantRun } from "../variants/variant.ts";

const samplerModule = fileURLToPath(new URL("../sampler/main.ts", import.meta.url));

/** Wished time between two samples, in milliseconds. */
export const sampleMs = 20;

export interface MemoryRun {
  readonly told: VariantRun;
  readonly samples: readonly MemorySample[];
  readonly memory: BenchCase["memory"][number];
}

/** Samples that are being taken. */
export interface RunningSampler {
  stop(): Promise<readonly MemorySample[]>;
  /** Ends its process. */
  end(): Promise<void>;
}

/** Starts sampling in a process of its own. The first sample is there when this resolves. */
export async function startSampler(wish: SampleWish): Promise<RunningSampler> {
  const sampler = new Remote<SamplerHandlers>(samplerModule);
  await sampler.call("start", wish);
  return { stop: () => sampler.call("stop", undefined), end: () => sampler.end() };
}

/** Runs a variant over its work while its memory is sampled: a run of its own, since looking takes time from what is measured. */
export async function measureMemory(variant: Variant): Promise<MemoryRun> {
  const budgetBytes = await variant.budgetBytes();
  const { told, samples } = await sampleRun(variant);
  return { told, samples, memory: { variant: variant.name, budgetBytes, ...summary(samples, budgetBytes) } };
}

/** A run of something and the samples of its memory. */
export async function sampleRun(program: Program): Promise<Pick<MemoryRun, "told" | "samples">> {
  const sampler = await startSampler({ roots: program.memoryRoots, intervalMs: sampleMs });
  try {
    const told = await program.run();
    return { told, samples: await sampler.stop() };
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
