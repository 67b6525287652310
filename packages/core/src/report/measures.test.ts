import { describe, expect, it } from "vitest";
import { settingsSchema } from "../settings/settings.ts";
import type { BenchQuantity } from "./measures.ts";
import { caseMeasures, latencySummary, lowerBoundMs, wouldFit } from "./measures.ts";
import { makeCase, makeRun } from "./testing/sampleReport.ts";

const medianOf = (of = makeCase(), variant = "engine", quantity: BenchQuantity = "wallMs") =>
  caseMeasures(of, 2).find((measure) => measure.variant === variant && measure.quantity === quantity)?.estimate.median;

describe("the measures of a case", () => {
  it("are rates over the whole run", () => {
    expect(medianOf(makeCase(), "raw", "imagesPerSecond")).toBe(1.25);
    expect(medianOf(makeCase(), "raw", "megapixelsPerSecond")).toBe(12.5);
    expect(medianOf(makeCase(), "raw", "megabytesPerSecond")).toBe(6.25);
    expect(medianOf(makeCase(), "raw", "cpuSeconds")).toBe(16);
    expect(medianOf(makeCase(), "engine", "peakBytes")).toBe(400e6);
  });

  it("compare pair by pair, not median by median", () => {
    const pairs = [
      { raw: makeRun(8), engine: makeRun(4), service: null, boundMs: null },
      { raw: makeRun(16), engine: makeRun(16), service: null, boundMs: null },
      { raw: makeRun(32), engine: makeRun(40), service: null, boundMs: null },
    ];
    expect(medianOf(makeCase({ pairs }), "engine", "throughputRatio")).toBe(1);
    expect(medianOf(makeCase({ pairs }), "engine", "cpuRatio")).toBe(1);
  });

  it("set the service's CPU time against that of raw sharp", () => {
    expect(medianOf(makeCase(), "service", "cpuRatio")).toBe(0.8);
  });

  it("leave out what was not measured", () => {
    const pairs = [{ raw: makeRun(8), engine: makeRun(8, { cpuSeconds: null }), service: null, boundMs: null }];
    const measures = caseMeasures(makeCase({ pairs, memory: [], bound: { tasks: [] } }), 2);
    expect(measures.map(({ variant, quantity }) => `${variant} ${quantity}`)).toEqual([
      "raw wallMs",
      "raw imagesPerSecond",
      "raw megapixelsPerSecond",
      "raw megabytesPerSecond",
      "raw cpuSeconds",
      "engine wallMs",
      "engine imagesPerSecond",
      "engine megapixelsPerSecond",
      "engine megabytesPerSecond",
      "engine throughputRatio",
    ]);
  });

  it("have no ratio to a run of which nothing came out", () => {
    const pairs = [{ raw: makeRun(8, { pixels: 0, cpuSeconds: null }), engine: makeRun(8), service: null, boundMs: null }];
    expect(medianOf(makeCase({ pairs }), "engine", "throughputRatio")).toBeUndefined();
    expect(medianOf(makeCase({ pairs }), "engine", "cpuRatio")).toBeUndefined();
  });
});

describe("the lower bound", () => {
  const tasks = (...cpuMs: number[]) => ({ tasks: cpuMs.map((ms) => ({ name: "", pixels: 1, cpuMs: ms, peakBytes: null })) });

  it("is the total shared by all cores, or the longest task", () => {
    expect(lowerBoundMs(tasks(10, 20, 30), 2)).toBe(30);
    expect(lowerBoundMs(tasks(10, 20, 30, 40), 2)).toBe(50);
    expect(lowerBoundMs(tasks(), 2)).toBe(0);
  });

  it("is what the wall time is set against", () => {
    expect(medianOf(makeCase(), "raw", "makespanRatio")).toBeCloseTo(8 / 9);
  });

  it("is that of the pair where it was measured among its runs", () => {
    const pair = (seconds: number) => ({ raw: makeRun(seconds), engine: null, service: null, boundMs: seconds * 500 });
    expect(medianOf(makeCase({ pairs: [pair(8), pair(16), pair(12)] }), "raw", "makespanRatio")).toBe(2);
  });
});

describe("an image that failed", () => {
  const failure = (rawPeakBytes: number | null, variant: "raw" | "engine" | "service" = "engine") => ({
    variant,
    name: "a.jpg",
    code: "exceedsMemory" as const,
    rawPeakBytes,
  });

  // The budget is 4 GB, and the idle engine takes 200 MB of it.
  it.each([
    [failure(3.8e9), true],
    [failure(3.9e9), false],
    [failure(null), null],
    [failure(1, "raw"), null],
    [failure(1, "service"), null],
  ])("%j would have fitted: %s", (failed, fits) => {
    expect(wouldFit(makeCase(), failed)).toBe(fits);
  });
});

describe("latency", () => {
  const latency = { pixels: 0.5e6, settings: settingsSchema.parse({}), rawMs: [20, 10, 30], serviceMs: [24, 20, 36] };

  it("is compared by medians", () => {
    expect(latencySummary(latency)).toMatchObject({ rawP50Ms: 20, serviceP50Ms: 24, ratio: 1.2, moreMs: 4 });
  });

  it("of nothing is unknown", () => {
    const unknown = { rawP50Ms: null, serviceP50Ms: null, rawP95Ms: null, serviceP95Ms: null, ratio: null, moreMs: null };
    expect(latencySummary({ ...latency, rawMs: [], serviceMs: [] })).toEqual(unknown);
    expect(latencySummary({ ...latency, rawMs: [] })).toMatchObject({ ratio: null, moreMs: null });
  });
});
