import * as z from "zod";
import { priorities } from "../job/priority.ts";
import { jobStates, jobTotalsSchema } from "../job/views.ts";
import { distributionSchema } from "../metrics/distributionSchema.ts";
import { poolMetricsSchema } from "../metrics/poolRecorder.ts";
import { settingsSchema } from "../settings/settings.ts";
import { jobOutcomesSchema } from "./jobOutcomes.ts";

/** Version of the report's form. A reader refuses any other. */
export const jobReportVersion = 3;

const amount = z.number().min(0);
const count = z.int().min(0);

/** What an engine was started with: everything in force that shapes the numbers. */
export const engineConfigurationSchema = z.strictObject({
  encoders: z.int().min(1),
  /** Encoders that stay warm whatever happens. */
  leastEncoders: z.int().min(1),
  /** Tasks that an encoder runs at once. */
  inFlight: z.int().min(1),
  cores: z.number().gt(0),
  /** At its start, in bytes. */
  budgetBytes: amount,
  /** The configured cap of the budget, in bytes. */
  memoryLimitBytes: amount,
  /** Between two samples of memory while there is work, in milliseconds. */
  memorySampleMs: amount,
  /** The plan's configuration by name. */
  plan: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Versions by name: Pixelmill, Node and what encodes. */
  versions: z.record(z.string(), z.string()),
});

export type EngineConfiguration = z.infer<typeof engineConfigurationSchema>;

/** One start of an engine; encoders and batches are numbered anew in each. */
export const engineRunSchema = z.strictObject({
  number: count,
  /** Unix time in milliseconds. */
  startedAt: z.number(),
  configuration: engineConfigurationSchema,
});

export type EngineRun = z.infer<typeof engineRunSchema>;

/** Tasks that followed each other in one place of an encoder, drawn as one bar. Times since the report's beginning, in milliseconds. */
const laneBlockSchema = z.strictObject({
  /** Tasks of one encoder that ran at once lie in rows below each other. */
  row: count,
  fromMs: amount,
  toMs: amount,
  tasks: count,
  failed: count,
  /** The encoder's number, or the first one's where several followed each other. */
  encoder: z.int(),
  /** The file's path where the block is a single task. */
  name: z.string().nullable(),
});

export type LaneBlock = z.infer<typeof laneBlockSchema>;

/** What ran in one place of the pool: an encoder, and those that took its place later. */
const laneSchema = z.strictObject({ rows: count, blocks: z.array(laneBlockSchema) });

export type Lane = z.infer<typeof laneSchema>;

const encoderShareSchema = z.strictObject({
  /** Number of the start of the engine that it belonged to. */
  engine: count,
  encoder: z.int(),
  tasks: count,
  /** Time with at least one of the job's tasks running, in milliseconds. */
  busyMs: amount,
});

/** A slice of the job's time. */
const sliceSchema = z.strictObject({
  fromMs: amount,
  toMs: amount,
  imagesPerSecond: amount,
  megapixelsPerSecond: amount,
  /** Bytes of sources. */
  bytesPerSecond: amount,
});

/** What a job went through, from stored measurements; nothing in it is derived from an estimate. */
export const jobReportSchema = z.strictObject({
  kind: z.literal("pixelmill-job"),
  version: z.literal(jobReportVersion),
  /** When the report was made, ISO 8601. */
  createdAt: z.iso.datetime(),
  job: z.strictObject({
    id: z.string(),
    state: z.enum(jobStates),
    priority: z.enum(priorities),
    settings: settingsSchema,
    /** Unix time in milliseconds, as below. */
    createdAt: z.number(),
    finishedAt: z.number().nullable(),
    totals: jobTotalsSchema,
  }),
  /** First submission to the encoders, Unix time in milliseconds; null where nothing ran. All other times begin here. */
  beganAt: z.number().nullable(),
  /** From then to the last end, in milliseconds. */
  wallMs: amount,
  tasks: z.strictObject({
    /** Tasks that an encoder worked on. */
    ran: count,
    /** Those of them that have no result to deliver. */
    undelivered: count,
    /** How often a task was begun again. */
    retries: count,
    /** Tasks that no encoder was needed for, since what they come to was known. They are in no other number here. */
    known: count,
  }),
  /** Over the whole time; null where nothing ran. */
  rates: z.strictObject({ imagesPerSecond: amount, megapixelsPerSecond: amount, bytesPerSecond: amount }).nullable(),
  /** Bytes delivered ÷ bytes of their sources; null before the first. */
  ratio: amount.nullable(),
  outcomes: jobOutcomesSchema,
  overTime: z.array(sliceSchema),
  batchSizes: distributionSchema,
  waitMs: distributionSchema,
  runMs: distributionSchema,
  /** Measured ÷ estimated time of each task. */
  timeOverEstimate: distributionSchema,
  /** Measured ÷ estimated peak of the tasks whose peak could be measured. */
  memoryOverEstimate: distributionSchema,
  encoders: z.array(encoderShareSchema),
  /** Encoders that the list has no room for. */
  otherEncoders: z.strictObject({ count, tasks: count, busyMs: amount }),
  lanes: z.array(laneSchema),
  /** The starts of the service that the job's tasks ran in. */
  engines: z.array(engineRunSchema),
  /** What happened to the pool while the job was at work, whichever jobs it worked for, in order of time. */
  pools: z.array(poolMetricsSchema),
});

export type JobReport = z.infer<typeof jobReportSchema>;
