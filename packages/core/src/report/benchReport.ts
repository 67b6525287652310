import * as z from "zod";
import { errorCodes } from "../errors/errorTable.ts";
import { planConfigSchema } from "../plan/planConfig.ts";
import { settingsSchema } from "../settings/settings.ts";
import { runPictureSchema } from "./runPicture.ts";

/** Version of the report's form. A reader refuses any other. */
export const benchReportVersion = 1;

/**
 * What is measured against each other: `raw` is plain sharp in one process, `engine` core and pool without HTTP, `service` the whole
 * path of web app and worker with upload, store and download.
 */
export const benchVariants = ["raw", "engine", "service"] as const;

export type BenchVariant = (typeof benchVariants)[number];

const amount = z.number().min(0);
const count = z.int().min(0);

/** One variant's run over a whole set. */
const benchRunSchema = z.strictObject({
  /** From the first request to the last byte of the last result, in milliseconds. */
  wallMs: z.number().gt(0),
  /** User and system time of all its processes; null where the system does not tell. */
  cpuSeconds: amount.nullable(),
  /** Images that came out, with their source's pixels and bytes and the bytes they came to. */
  images: count,
  pixels: amount,
  sourceBytes: amount,
  outputBytes: amount,
  /** Images that failed. */
  failed: count,
  /** Reading of the headers, which runs beside the encodes and is part of the above; null where the variant has no such step. */
  inspection: z.strictObject({ wallMs: amount, cpuSeconds: amount.nullable() }).nullable(),
});

export type BenchRun = z.infer<typeof benchRunSchema>;

/** Runs that followed each other at once, in turning order, so that what slows the machine meets all of them. */
const benchPairSchema = z.strictObject({
  raw: benchRunSchema,
  engine: benchRunSchema.nullable(),
  service: benchRunSchema.nullable(),
});

export type BenchPair = z.infer<typeof benchPairSchema>;

/** Memory of a variant's processes in a run of its own, since reading it slows them down. */
const benchMemorySchema = z.strictObject({
  variant: z.enum(benchVariants),
  /** What it may use; null for raw sharp, which knows no budget. */
  budgetBytes: amount.nullable(),
  /** Before the run began: its warm processes, with nothing to do. */
  idleBytes: amount,
  peakBytes: amount,
  samples: count,
  /** Samples above the budget. */
  aboveBudget: count,
  /** Median time from sample to sample, in milliseconds. */
  intervalMs: amount,
});

/** What raw sharp took for each image alone: the sum shared by all cores, or the longest, is what no order can beat. */
const benchBoundSchema = z.strictObject({
  tasks: z.array(z.strictObject({ name: z.string(), pixels: amount, cpuMs: amount, peakBytes: amount.nullable() })),
});

export type BenchBound = z.infer<typeof benchBoundSchema>;

/** An image that failed, with what raw sharp needed for it. */
const benchFailureSchema = z.strictObject({
  variant: z.enum(benchVariants),
  name: z.string(),
  code: z.enum(errorCodes).nullable(),
  rawPeakBytes: amount.nullable(),
});

/** One set of images under one kind of settings. */
const benchCaseSchema = z.strictObject({
  set: z.strictObject({ name: z.string(), files: count, pixels: amount, sourceBytes: amount }),
  settings: settingsSchema,
  /** Tasks that raw sharp has in flight, and the trial that chose them: the shorter the better. */
  rawInFlight: z.int().min(1),
  calibration: z.array(z.strictObject({ inFlight: z.int().min(1), wallMs: amount })),
  pairs: z.array(benchPairSchema),
  memory: z.array(benchMemorySchema),
  bound: benchBoundSchema,
  failures: z.array(benchFailureSchema),
  /** The engine's run of which memory was sampled, drawn; null where the engine was left out. */
  picture: runPictureSchema.nullable(),
});

export type BenchCase = z.infer<typeof benchCaseSchema>;

/** One image alone, again and again, while nothing else is to do. In milliseconds. */
const benchLatencySchema = z.strictObject({
  pixels: amount,
  settings: settingsSchema,
  rawMs: z.array(amount),
  serviceMs: z.array(amount),
});

export type BenchLatency = z.infer<typeof benchLatencySchema>;

const machineSchema = z.strictObject({
  cpuModel: z.string(),
  /** Cores that may be used, a quota counted; may be fractional. */
  cores: z.number().gt(0),
  memoryBytes: amount,
  os: z.string(),
  node: z.string(),
  sharp: z.string(),
  libvips: z.string(),
  /** Where the memory probe comes from. */
  native: z.enum(["addon", "portable"]),
  /** Processes that wanted to run before the benchmark began, averaged over 1, 5 and 15 minutes: above 0.5 or so the machine was busy. */
  loadAverage: z.array(amount),
});

export type BenchMachine = z.infer<typeof machineSchema>;

/** Everything in force that shapes the numbers. */
const configurationSchema = z.strictObject({
  pairs: count,
  variants: z.array(z.enum(benchVariants)),
  encoders: z.int().min(1).nullable(),
  memoryLimitBytes: amount,
  budgetBytes: amount.nullable(),
  plan: planConfigSchema,
  /** Environment of the processes that run sharp, the same for encoders and raw sharp. */
  allocator: z.record(z.string(), z.string()),
  /** Between two samples of memory, in milliseconds. */
  sampleMs: amount,
});

/** What `pixelmill bench` found: the form of its JSON. */
export const benchReportSchema = z.strictObject({
  kind: z.literal("pixelmill-bench"),
  version: z.literal(benchReportVersion),
  /** When it began, ISO 8601. */
  createdAt: z.iso.datetime(),
  /** The command line that repeats it. */
  command: z.string(),
  machine: machineSchema,
  configuration: configurationSchema,
  cases: z.array(benchCaseSchema),
  latency: benchLatencySchema.nullable(),
});

export type BenchReport = z.infer<typeof benchReportSchema>;
