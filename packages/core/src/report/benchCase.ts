import * as z from "zod";
import { errorCodes } from "../errors/errorTable.ts";
import { settingsSchema } from "../settings/settings.ts";
import { benchRunSchema, benchSetSchema, benchVariants } from "./benchRun.ts";
import { runPictureSchema } from "./runPicture.ts";

const amount = z.number().min(0);
const count = z.int().min(0);

/** Runs that followed each other at once, in turning order, so that what slows the machine meets all of them. */
const benchPairSchema = z.strictObject({
  raw: benchRunSchema,
  engine: benchRunSchema.nullable(),
  service: benchRunSchema.nullable(),
  /** The lower bound by raw sharp's CPU time of each image alone, measured among these runs; null where only the case has one. */
  boundMs: amount.nullable(),
});

export type BenchPair = z.infer<typeof benchPairSchema>;

/** Memory of a variant's processes in a run of its own, since reading it slows them down. */
export const benchMemorySchema = z.strictObject({
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

export type BenchMemory = z.infer<typeof benchMemorySchema>;

/** What raw sharp took for each image alone: the sum shared by all cores, or the longest, is what no order can beat. */
const benchBoundSchema = z.strictObject({
  tasks: z.array(z.strictObject({ name: z.string(), pixels: amount, cpuMs: amount, peakBytes: amount.nullable() })),
});

export type BenchBound = z.infer<typeof benchBoundSchema>;

/** An image that failed, with what raw sharp needed for it. */
export const benchFailureSchema = z.strictObject({
  variant: z.enum(benchVariants),
  name: z.string(),
  code: z.enum(errorCodes).nullable(),
  rawPeakBytes: amount.nullable(),
});

export type BenchFailure = z.infer<typeof benchFailureSchema>;

/** One set of images under one kind of settings. */
export const benchCaseSchema = z.strictObject({
  set: benchSetSchema,
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
