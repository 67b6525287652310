import { defaultPlanConfig } from "../../plan/planConfig.ts";
import { settingsSchema } from "../../settings/settings.ts";
import type { BenchCase } from "../benchCase.ts";
import { type BenchReport, benchReportVersion } from "../benchReport.ts";
import type { BenchRun } from "../benchRun.ts";
import type { BenchTrial, TrialRun } from "../benchTrial.ts";

/** A run of 10 images and 100 megapixels in so many seconds. */
export const makeRun = (seconds: number, more: Partial<BenchRun> = {}): BenchRun => ({
  wallMs: seconds * 1000,
  cpuSeconds: seconds * 2,
  images: 10,
  pixels: 100e6,
  sourceBytes: 50e6,
  outputBytes: 20e6,
  failed: 0,
  inspection: null,
  ...more,
});

const makeTrialRun = (seconds: number, more: Partial<TrialRun> = {}): TrialRun => {
  const { inspection: _, ...run } = makeRun(seconds);
  return { ...run, batches: null, ...more };
};

/** Six rounds of raw sharp, 8 s each, against an engine that takes `seconds` and sends 4 batches. */
export const makeTrial = ({ seconds = 10, more = {} }: { seconds?: number; more?: Partial<TrialRun> } = {}): BenchTrial => ({
  kind: "small",
  set: { name: "photos", files: 10, pixels: 100e6, sourceBytes: 50e6 },
  settings: settingsSchema.parse({ outputs: [{ format: "webp" }] }),
  contenders: [
    { name: "raw sharp", runs: Array.from({ length: 6 }, () => makeTrialRun(8)), peakBytes: null },
    {
      name: "engine",
      runs: Array.from({ length: 6 }, () => makeTrialRun(seconds, { batches: 4, ...more })),
      peakBytes: 500e6,
    },
  ],
  note: null,
});

/** Raw sharp took 8 s in each of six pairs, the engine a little more every time, the service 10 s. */
export const makeCase = (more: Partial<BenchCase> = {}): BenchCase => ({
  set: { name: "photos", files: 10, pixels: 100e6, sourceBytes: 50e6 },
  settings: settingsSchema.parse({ outputs: [{ format: "webp" }] }),
  rawInFlight: 3,
  calibration: [{ inFlight: 3, wallMs: 100 }],
  pairs: Array.from({ length: 6 }, (_, index) => ({
    raw: makeRun(8),
    engine: makeRun(8 + index / 10),
    service: makeRun(10),
    boundMs: null,
  })),
  memory: [
    { variant: "raw", budgetBytes: null, idleBytes: 200e6, peakBytes: 300e6, samples: 10, aboveBudget: 0, intervalMs: 20 },
    { variant: "engine", budgetBytes: 4e9, idleBytes: 200e6, peakBytes: 400e6, samples: 10, aboveBudget: 0, intervalMs: 20 },
  ],
  bound: {
    tasks: [
      { name: "a.jpg", pixels: 60e6, cpuMs: 9000, peakBytes: 100e6 },
      { name: "b.jpg", pixels: 40e6, cpuMs: 6000, peakBytes: null },
    ],
  },
  failures: [],
  picture: null,
  ...more,
});

export const makeReport = (more: Partial<BenchReport> = {}): BenchReport => ({
  kind: "pixelmill-bench",
  version: benchReportVersion,
  createdAt: "2030-01-02T03:04:05.000Z",
  command: "pixelmill bench photos",
  machine: {
    cpuModel: "A processor",
    cores: 2,
    memoryBytes: 8e9,
    os: "Linux 6",
    node: "24.0.0",
    sharp: "0.35.0",
    libvips: "8.18.0",
    native: "addon",
    loadAverage: [0.1, 0.1, 0.1],
  },
  configuration: {
    pairs: 6,
    variants: ["raw", "engine", "service"],
    encoders: 2,
    memoryLimitBytes: 4e9,
    budgetBytes: 4e9,
    plan: defaultPlanConfig,
    allocator: { MALLOC_ARENA_MAX: "2" },
    sampleMs: 20,
    ledger: "off",
  },
  cases: [makeCase()],
  budgets: [],
  trials: [],
  simulations: [],
  quality: [],
  latency: null,
  interference: null,
  bombs: [],
  growth: null,
  idle: null,
  ...more,
});
