import { describe, expect, it } from "vitest";
import type { BenchQuantity } from "./measures.ts";
import { makeTrial } from "./testing/sampleReport.ts";
import { trialMeasures } from "./trialMeasures.ts";

const medianOf = (trial: ReturnType<typeof makeTrial>, variant: string, quantity: BenchQuantity) =>
  trialMeasures(trial).find((measure) => measure.variant === variant && measure.quantity === quantity)?.estimate.median;

describe("the measures of a trial", () => {
  it("are rates, CPU time an image, memory and batches of each contender", () => {
    const trial = makeTrial();
    expect(medianOf(trial, "engine", "imagesPerSecond")).toBe(1);
    expect(medianOf(trial, "engine", "cpuMsPerImage")).toBe(2000);
    expect(medianOf(trial, "engine", "peakBytes")).toBe(500e6);
    expect(medianOf(trial, "engine", "batches")).toBe(4);
    expect(medianOf(trial, "raw sharp", "batches")).toBeUndefined();
  });

  it("set every contender but the first against the first, within a round", () => {
    const trial = makeTrial();
    expect(medianOf(trial, "engine", "throughputRatio")).toBe(0.8);
    expect(medianOf(trial, "engine", "cpuRatio")).toBe(0.8);
    expect(medianOf(trial, "raw sharp", "throughputRatio")).toBeUndefined();
  });

  it("have no ratio where the first contender was stopped before", () => {
    const [first, second] = makeTrial().contenders;
    const trial = { ...makeTrial(), contenders: first && second ? [{ ...first, runs: [] }, second] : [] };
    expect(medianOf(trial, "engine", "throughputRatio")).toBeUndefined();
    expect(medianOf(trial, "engine", "cpuRatio")).toBeUndefined();
    expect(medianOf(trial, "engine", "wallMs")).toBe(10_000);
  });

  it("have neither rates nor ratios where there was nothing to do", () => {
    const nothing = { images: 0, pixels: 0, cpuSeconds: 0, wallMs: 0 };
    const trial = makeTrial({ more: nothing });
    expect(medianOf(trial, "engine", "wallMs")).toBe(0);
    for (const quantity of ["imagesPerSecond", "cpuMsPerImage", "throughputRatio"] as const)
      expect(medianOf(trial, "engine", quantity)).toBeUndefined();
  });
});
