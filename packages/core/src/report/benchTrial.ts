import * as z from "zod";
import { settingsSchema } from "../settings/settings.ts";
import { benchRunSchema, benchSetSchema } from "./benchRun.ts";

/** What trials are made for. */
export const trialKinds = ["outputs", "small", "matrix", "many", "split", "switches", "urgent", "peers"] as const;

export type TrialKind = (typeof trialKinds)[number];

/** A run in a trial: headers are never told apart there, but batches may be counted. */
const trialRunSchema = benchRunSchema.omit({ inspection: true }).extend({
  /** Batches that were sent; null where nobody counts them. */
  batches: z.int().min(0).nullable(),
});

export type TrialRun = z.infer<typeof trialRunSchema>;

const contenderSchema = z.strictObject({
  name: z.string().min(1),
  /** One a round: runs of the same round followed each other at once, in turning order. */
  runs: z.array(trialRunSchema),
  /** Most memory of all its processes in a run of its own, in bytes; null where it was not looked at. */
  peakBytes: z.number().min(0).nullable(),
});

export type Contender = z.infer<typeof contenderSchema>;

/** Several ways to do the same work, in interleaved rounds. */
export const benchTrialSchema = z.strictObject({
  kind: z.enum(trialKinds),
  set: benchSetSchema,
  settings: settingsSchema,
  /** The first one is what the others are set against. */
  contenders: z.array(contenderSchema).min(1),
  /** What a reader has to know; null where the table says it all. */
  note: z.string().nullable(),
});

export type BenchTrial = z.infer<typeof benchTrialSchema>;
