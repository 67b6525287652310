import { describe, expect, it } from "vitest";
import { settingsSchema } from "../settings/settings.ts";
import { type BudgetRun, refusedButFits } from "./benchBudget.ts";
import { reportMeasures } from "./reportMeasures.ts";
import { bombsMeasures, budgetMeasures, growthShares, idlePercents, interferenceSummary, isLate } from "./serviceMeasures.ts";
import { makeCase, makeReport } from "./testing/sampleReport.ts";

const settings = settingsSchema.parse({ outputs: [{ format: "jpeg" }] });
const request = (delayMs: number, longestRunningMs: number | null) => ({ totalMs: delayMs + 50, delayMs, longestRunningMs });

const interference = {
  pixels: 0.5e6,
  settings,
  background: { files: 20, pixels: 200e6 },
  idle: [request(1, null), request(3, null)],
  busy: [request(100, 900), request(1000, 900), request(900, 900)],
};

describe("an interactive image", () => {
  it("is late where it waited longer than the longest task ran that was running then", () => {
    expect(interference.busy.map(isLate)).toEqual([false, true, false]);
    expect(isLate(request(1000, null))).toBe(false);
  });

  it("is summed up by how long it waited and took", () => {
    expect(interferenceSummary(interference)).toEqual({
      idle: { requests: 2, totalP50Ms: 52, delayP50Ms: 2, delayMaxMs: 3, late: 0 },
      busy: { requests: 3, totalP50Ms: 950, delayP50Ms: 900, delayMaxMs: 1000, late: 1 },
    });
  });
});

const bombs = {
  limits: "usual" as const,
  settings,
  files: 16,
  pixels: 192e6,
  bombs: [{ name: "a.png", bytes: 300e3, became: "tooManyPixels" }],
  pairs: [
    { aloneMs: 8000, besideMs: 8800 },
    { aloneMs: 9000, besideMs: 9000 },
    { aloneMs: 10_000, besideMs: 12_000 },
  ],
};

it("a job beside bombs is set against the same job alone, pair by pair", () => {
  expect(bombsMeasures(bombs).map(({ variant, quantity, estimate }) => [variant, quantity, estimate.median])).toEqual([
    ["alone", "wallMs", 9000],
    ["beside", "wallMs", 9000],
    ["beside", "slowdown", 1.1],
  ]);
});

const idle = { seconds: 60, encoders: 2, cpuSeconds: { web: 0.06, worker: 0.12, encoders: 0 } };

it("the idle service's CPU time is in percent of one core", () => {
  expect(idlePercents(idle)).toEqual({ web: 0.1, worker: 0.2, encoders: 0, all: 0.3 });
});

const mark = (ended: number, bytes: number) => ({ ended, workerBytes: bytes, webBytes: 2 * bytes, treeBytes: 4 * bytes });
const growth = { files: 10_000, settings, marks: [mark(1000, 100), mark(10_000, 105)] };

describe("the growth of the service", () => {
  it("is the share that the last mark is above the first", () => {
    expect(growthShares(growth)?.worker).toBeCloseTo(0.05);
    expect(growthShares(growth)?.tree).toBeCloseTo(0.05);
  });

  it("is below nothing where memory was given back", () => {
    const shrunk = growthShares({ ...growth, marks: [mark(1000, 100), mark(10_000, 90)] });
    expect([shrunk?.worker, shrunk?.web, shrunk?.tree].every((share) => share !== undefined && share < 0)).toBe(true);
  });

  it("is unknown without two marks", () => {
    expect(growthShares({ ...growth, marks: [] })).toBeNull();
    expect(growthShares({ ...growth, marks: [mark(10, 1)] })).toBeNull();
  });
});

const budgetRun = (more: Partial<BudgetRun> = {}): BudgetRun => ({
  variant: "engine",
  budgetBytes: 500e6,
  idleBytes: 260e6,
  baseBytes: 200e6,
  peakBytes: 480e6,
  samples: 100,
  aboveBudget: 2,
  intervalMs: 20,
  wallMs: 1000,
  failures: [],
  ...more,
});

const failure = (code: BudgetRun["failures"][number]["code"], rawPeakBytes: number | null) => ({
  variant: "engine" as const,
  name: "a.jpg",
  code,
  rawPeakBytes,
});

describe("an image that was refused under a budget", () => {
  // 500 MB less the base of 200 MB.
  it.each([
    [failure("exceedsMemory", 300e6), true],
    [failure("memoryOverrun", 300e6), true],
    [failure("exceedsMemory", 301e6), false],
    [failure("exceedsMemory", null), null],
    [failure("corruptImage", 1e6), null],
    [failure(null, 1e6), null],
  ])("%j would have fitted: %s", (failed, fits) => {
    expect(refusedButFits(budgetRun(), failed)).toBe(fits);
  });

  it("cannot be told of where there is no budget", () => {
    expect(refusedButFits(budgetRun({ budgetBytes: null }), failure("exceedsMemory", 1))).toBeNull();
  });

  it("is counted beside samples and peak", () => {
    const failures = [failure("exceedsMemory", 1e6), failure("exceedsMemory", 900e6)];
    const [raw] = makeCase().memory;
    if (raw === undefined) throw new Error("The sample has no memory.");
    const measures = budgetMeasures({
      ...makeCase(),
      raw,
      runs: [{ limitBytes: 500e6, run: budgetRun({ failures }) }],
    });
    expect(measures.map(({ variant, quantity, estimate }) => [variant, quantity, estimate.median])).toEqual([
      ["raw", "peakBytes", 300e6],
      ["engine at 500 MB", "peakBytes", 480e6],
      ["engine at 500 MB", "aboveBudget", 2],
      ["engine at 500 MB", "refusedButFit", 1],
    ]);
  });
});

describe("the measures of a report", () => {
  const { set, settings: wanted, memory } = makeCase();
  const [raw] = memory;
  const budgets = raw === undefined ? [] : [{ set, settings: wanted, raw, runs: [] }];
  const latency = { pixels: 0.5e6, settings, rawMs: [20, 10, 30], serviceMs: [24, 20, 36] };

  it("have a name for everything that was measured", () => {
    const measures = reportMeasures(makeReport({ budgets, latency, interference, bombs: [bombs], growth, idle }));
    expect([...measures.keys()]).toEqual([
      "photos → webp",
      "budgets: photos → webp",
      "latency",
      "interference",
      "bombs: usual limits",
      "growth",
      "idle",
    ]);
    for (const each of measures.values()) expect(each.length).toBeGreaterThan(0);
  });

  it("leave out what was not", () => {
    expect([...reportMeasures(makeReport({ cases: [] })).keys()]).toEqual([]);
  });
});
