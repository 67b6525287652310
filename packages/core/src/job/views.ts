import * as z from "zod";
import { imageInfoSchema } from "../image/imageInfo.ts";
import { settingsSchema } from "../settings/settings.ts";
import { idSchema } from "./id.ts";
import { priorities } from "./priority.ts";
import { taskResultSchema } from "./taskResult.ts";
import { taskStates } from "./taskState.ts";

/**
 * Where a job stands: a `draft` takes files and inspects them, and encodes none before it is started; `open` takes files and works,
 * `sealed` takes no more and still works, `finished` and `cancelled` are ends.
 */
export const jobStates = ["draft", "open", "sealed", "finished", "cancelled"] as const;

export type JobState = (typeof jobStates)[number];

/** Whether a job takes files. */
export const takesFiles = (state: JobState): boolean => state === "draft" || state === "open";

/** Whether a job is at one of its ends. */
export const isOver = (state: JobState): boolean => state === "finished" || state === "cancelled";

/** One output of a task that ended, as a client sees it. */
export const outputViewSchema = z.strictObject({
  result: taskResultSchema,
  /** Path under which it is delivered, safe and unique in the job; null without a file. */
  path: z.string().nullable(),
});

export type OutputView = z.infer<typeof outputViewSchema>;

/** One task as a client sees it. */
export const taskViewSchema = z.strictObject({
  id: idSchema,
  /** Path as the user gave it, folders separated by `/`. Data, never a path on the server's disk. */
  path: z.string(),
  state: z.enum(taskStates),
  /** Bytes of the source. */
  sourceBytes: z.int().min(0),
  /** Inspected facts; null until inspection. */
  info: imageInfoSchema.nullable(),
  /** Number of the settings it is made under: `JobView.revision`, or one of `JobView.otherSettings`. */
  revision: z.int().min(0),
  /** One for each output of its settings, in their order; none until the task ended. */
  outputs: z.array(outputViewSchema),
  /** Wall time of the encode of all outputs together in milliseconds; null until measured. */
  encodeMs: z.number().min(0).nullable(),
  /** Most memory it took while it was encoded alone, above its encoder's own, in bytes; null where it was not alone or not measured. */
  peakBytes: z.number().min(0).nullable(),
  /** Grows with every change of any task: changes since a sequence number can be asked for. */
  sequence: z.int().min(0),
});

export type TaskView = z.infer<typeof taskViewSchema>;

/** Sums over a job's tasks. */
export const jobTotalsSchema = z.strictObject({
  /** Tasks by state; every state is present. */
  states: z.record(z.enum(taskStates), z.int().min(0)),
  files: z.int().min(0),
  /** Bytes of all sources received. */
  sourceBytes: z.int().min(0),
  /** Bytes of the sources of which anything was delivered, each counted once: what `outputBytes` is to be compared with. */
  deliveredSourceBytes: z.int().min(0),
  /** Delivered outputs, kept originals included. */
  outputs: z.int().min(0),
  /** Bytes of all of them together. */
  outputBytes: z.int().min(0),
  /** Files that no encoder was needed for: all their outputs were made before, or Pixelmill had made the files themselves. */
  known: z.int().min(0),
});

export type JobTotals = z.infer<typeof jobTotalsSchema>;

/** Most settings that tasks of one job may have in place of the job's. */
export const maxOtherSettings = 16;

/** One job as a client sees it. */
export const jobViewSchema = z.strictObject({
  id: idSchema,
  state: z.enum(jobStates),
  priority: z.enum(priorities),
  /** When it was moved to the top of its class, Unix time in milliseconds; null where it was not, or has ended since. */
  toppedAt: z.int().nullable(),
  /** Of a draft only those that it was made with: its start brings the ones that hold. */
  settings: settingsSchema,
  /** Number of these settings: grows each time that the job, or some of its files, are given other ones. */
  revision: z.int().min(0),
  /** Settings that some of its files have in place of these. */
  otherSettings: z.array(z.strictObject({ revision: z.int().min(0), settings: settingsSchema })),
  totals: jobTotalsSchema,
  /** When it was made, or started where it was a draft, Unix time in milliseconds. */
  createdAt: z.int(),
  /** When it went on after an end, the last time, Unix time in milliseconds; null where it never did. */
  reopenedAt: z.int().nullable(),
  /** Unix time in milliseconds; null while work is ahead. */
  finishedAt: z.int().nullable(),
  /** When it will be deleted at the latest, Unix time in milliseconds; null while work is ahead, and where ended jobs are kept for good. */
  expiresAt: z.int().nullable(),
});

export type JobView = z.infer<typeof jobViewSchema>;

/** What is going on right now; never stored. */
export const activitySchema = z.strictObject({
  /** Tasks of this job being encoded, with the encoder's number and when it began, Unix time in milliseconds. */
  running: z.array(z.strictObject({ taskId: idSchema, encoder: z.int(), startedAt: z.int() })),
  /** Unfinished tasks of all other jobs, those at work included. */
  otherTasksQueued: z.int().min(0),
});

export type Activity = z.infer<typeof activitySchema>;

/** One event of a job's subscription: the tasks that changed since the last one, and where the job stands now. */
export interface JobChanges {
  readonly job: JobView;
  readonly tasks: readonly TaskView[];
  readonly activity: Activity;
}
