import {
  type BenchCase,
  type BenchReport,
  type BenchRun,
  benchReportSchema,
  benchReportVersion,
  defaultPlanConfig,
  type RunPicture,
  settingsSchema,
} from "@pixelmill/core";

const run = (wallMs: number, inspection: BenchRun["inspection"] = null): BenchRun => ({
  wallMs,
  cpuSeconds: wallMs / 500,
  images: 3,
  pixels: 30e6,
  sourceBytes: 9e6,
  outputBytes: 3e6,
  failed: 1,
  inspection,
});

const picture = (name: string): RunPicture => ({
  wallMs: 2000,
  budgetBytes: 500e6,
  tasks: [
    { name, encoder: 1, pixels: 10e6, submittedMs: 5, startedMs: 10, endedMs: 1500, failed: false },
    { name: "b.jpg", encoder: 1, pixels: 10e6, submittedMs: 5, startedMs: 20, endedMs: 900, failed: true },
    { name: "c.jpg", encoder: 2, pixels: 10e6, submittedMs: 6, startedMs: 20, endedMs: 2000, failed: false },
  ],
  memory: Array.from({ length: 250 }, (_, index) => ({ atMs: index * 8, bytes: 200e6 + index * 1e6 })),
  batchSizes: [
    { upTo: 1, count: 2 },
    { upTo: 5, count: 0 },
    { upTo: null, count: 1 },
  ],
});

const sampleCase = (name: string): BenchCase => ({
  set: { name, files: 4, pixels: 40e6, sourceBytes: 12e6 },
  settings: settingsSchema.parse({ outputs: [{ format: "webp", quality: 70, resize: { mode: "longest", pixels: 1920 } }] }),
  rawInFlight: 3,
  calibration: [
    { inFlight: 2, wallMs: 900 },
    { inFlight: 3, wallMs: 800 },
  ],
  pairs: [1, 2, 3, 4, 5, 6].map((index) => ({
    raw: run(2000 + index),
    engine: run(2010 + index, { wallMs: 80, cpuSeconds: 0.05 }),
    service: run(2400 + index),
    boundMs: null,
  })),
  memory: [
    { variant: "raw", budgetBytes: null, idleBytes: 200e6, peakBytes: 700e6, samples: 250, aboveBudget: 0, intervalMs: 20 },
    { variant: "engine", budgetBytes: 500e6, idleBytes: 200e6, peakBytes: 510e6, samples: 250, aboveBudget: 3, intervalMs: 20 },
  ],
  bound: { tasks: [{ name, pixels: 10e6, cpuMs: 1500, peakBytes: 90e6 }] },
  failures: [{ variant: "engine", name: "b.jpg", code: "corruptImage", rawPeakBytes: null }],
  picture: picture(name),
});

const sampleBudgets = (name: string) => ({
  set: { name, files: 4, pixels: 40e6, sourceBytes: 12e6 },
  settings: { outputs: [{ format: "jpeg" }] },
  raw: { variant: "raw", budgetBytes: null, idleBytes: 200e6, peakBytes: 900e6, samples: 250, aboveBudget: 0, intervalMs: 20 },
  runs: [
    {
      limitBytes: 512e6,
      run: {
        variant: "engine",
        budgetBytes: 512e6,
        idleBytes: 210e6,
        baseBytes: 200e6,
        peakBytes: 490e6,
        samples: 300,
        aboveBudget: 0,
        intervalMs: 20,
        wallMs: 6000,
        failures: [
          { variant: "engine", name: "huge.jpg", code: "exceedsMemory", rawPeakBytes: 300e6 },
          { variant: "engine", name: name, code: "exceedsMemory", rawPeakBytes: 400e6 },
        ],
      },
    },
  ],
});

const sampleTrial = (name: string, kind: "many" | "split") => {
  const runs = (wallMs: number, batches: number | null) =>
    [0, 1, 2, 3, 4, 5].map((round) => {
      const { inspection: _, ...rest } = run(wallMs + round);
      return { ...rest, batches };
    });
  return {
    kind,
    set: { name, files: 4, pixels: 40e6, sourceBytes: 12e6 },
    settings: { outputs: [{ format: "jpeg" }] },
    contenders: [
      { name: "raw sharp", runs: runs(2000, null), peakBytes: 300e6 },
      { name: "2 × 1", runs: runs(2100, 3), peakBytes: 400e6 },
    ],
    note: `Made of ${name}.`,
  };
};

/** A whole report with everything in it; `name` is that of its set and of its first file. */
export const sampleSimulation = (name: string): BenchReport["simulations"][number] => ({
  set: { name },
  settings: settingsSchema.parse({ outputs: [{ format: "webp" }] }),
  machine: { tasksPerCore: 20, budgetBytesPerCore: 1e9, baseBytes: 70e6, messageMs: 0.05, spawnMs: 200 },
  images: [],
  runs: [
    { title: "", plan: {}, ...simulatedRun(1050) },
    { title: "first come, first served", plan: { order: "arrival" as const }, ...simulatedRun(1500) },
  ],
  pictures: [{ title: "", encoders: 2, picture: picture(name) }],
});

const simulatedRun = (makespanMs: number) => ({
  cores: 2,
  encoders: 2,
  tasks: 40,
  makespanMs,
  boundMs: 1000,
  utilisation: 0.9,
  batches: 12,
  peakBytes: 1e9,
  budgetBytes: 2e9,
  failed: 0,
});

const scored = { pixels: 2e6, sourceBytes: 1e6, bytes: 100e3, score: 76, cpuSeconds: 1 };
const own = { ...scored, kept: false, quality: 80, encodes: 2 };

/** Two images: one on target, one far above it; one of the others' files could not be compared. */
const sampleQuality = (name: string): BenchReport["quality"][number] => ({
  set: { name, files: 2, pixels: 4e6, sourceBytes: 2e6 },
  resize: { mode: "longest", pixels: 1920, enlarge: false },
  scoring: { pixels: 40e6, cpuSecondsPerMegapixel: 0.2, peakBytesPerPixel: 123 },
  targets: [
    {
      format: "jpeg",
      target: 75,
      files: [
        { ...own, name },
        { ...own, name: "far.jpg", score: 79.5, encodes: 4 },
      ],
      fixed: {
        quality: 88,
        files: [
          { ...own, name, bytes: 150e3 },
          { ...own, name: "far.jpg", bytes: 100e3 },
        ],
      },
    },
    { format: "avif", target: 75, files: [{ ...own, name }], fixed: null },
  ],
  presets: [{ format: "webp", effort: "fast", files: [{ ...own, name }] }],
  equalScores: [
    {
      format: "webp",
      peer: "sharp's defaults",
      files: [
        { ...scored, name, own: { quality: 70.5, bytes: 90e3, cpuSeconds: 2 } },
        { ...scored, name: "b.jpg", own: null },
      ],
      failed: ["c.jpg"],
    },
  ],
  lossless: [
    {
      effort: "balanced",
      files: [
        { name, pixels: 1e6, sourceBytes: 3e6, bytes: 2e6, cpuSeconds: 1, same: false, oxipngBytes: 2e6, oxipngCpuSeconds: 4 },
      ],
    },
  ],
  neverLarger: [
    {
      mode: "balanced",
      delivered: 5,
      kept: 2,
      sourceBytes: 5e6,
      bytes: 3e6,
      larger: [{ name, sourceBytes: 1e6, bytes: 1.5e6 }],
      failed: [{ name: "broken.jpg", code: "corruptImage" }],
    },
  ],
});

export const makeReport = (name = "photos"): BenchReport =>
  benchReportSchema.parse({
    kind: "pixelmill-bench",
    version: benchReportVersion,
    createdAt: "2030-01-02T03:04:05.000Z",
    command: `pixelmill bench ${name}`,
    machine: {
      cpuModel: "A processor",
      cores: 2,
      memoryBytes: 8e9,
      os: "Linux 6",
      node: "24.0.0",
      sharp: "0.35.0",
      libvips: "8.18.0",
      native: "addon",
      loadAverage: [0.1, 0.2, 0.3],
    },
    configuration: {
      pairs: 6,
      variants: ["raw", "engine", "service"],
      encoders: 2,
      memoryLimitBytes: 500e6,
      budgetBytes: 500e6,
      plan: defaultPlanConfig,
      allocator: { MALLOC_ARENA_MAX: "2" },
      sampleMs: 20,
      ledger: "off",
    },
    cases: [sampleCase(name)],
    budgets: [sampleBudgets(name)],
    trials: [sampleTrial(name, "many"), sampleTrial(name, "split")],
    simulations: [],
    quality: [sampleQuality(name)],
    latency: {
      pixels: 0.5e6,
      settings: settingsSchema.parse({ outputs: [{ format: "jpeg" }] }),
      rawMs: [40, 41, 42],
      serviceMs: [50, 51, 52],
    },
    interference: {
      pixels: 0.5e6,
      settings: { outputs: [{ format: "jpeg" }] },
      background: { files: 20, pixels: 240e6 },
      idle: [{ totalMs: 60, delayMs: 1, longestRunningMs: null }],
      busy: [
        { totalMs: 600, delayMs: 500, longestRunningMs: 900 },
        { totalMs: 1600, delayMs: 1500, longestRunningMs: 900 },
      ],
    },
    bombs: [
      {
        limits: "raised",
        settings: { outputs: [{ format: "jpeg" }] },
        files: 16,
        pixels: 192e6,
        bombs: [
          { name, bytes: 300e3, became: "exceedsMemory" },
          { name: "slow.jpg", bytes: 4e6, became: "running" },
        ],
        pairs: [
          { aloneMs: 8000, besideMs: 16_000 },
          { aloneMs: 10_000, besideMs: 18_000 },
        ],
      },
    ],
    growth: {
      files: 10_000,
      settings: { outputs: [{ format: "jpeg" }] },
      marks: [
        { ended: 1000, workerBytes: 100e6, webBytes: 150e6, treeBytes: 400e6 },
        { ended: 10_000, workerBytes: 108e6, webBytes: 150e6, treeBytes: 408e6 },
      ],
    },
    idle: { seconds: 60, encoders: 2, cpuSeconds: { web: 0.06, worker: 0.12, encoders: 0.03 } },
  });
