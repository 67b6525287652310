import * as z from "zod";
import { imageInfoSchema } from "../image/imageInfo.ts";
import { settingsSchema } from "../settings/settings.ts";
import { idSchema } from "./id.ts";
import { priorities } from "./priority.ts";
import { taskResultSchema } from "./taskResult.ts";
import { taskStates } from "./taskState.ts";

/** Where a job stands: `open` takes files, `sealed` takes no more and still works, `finished` and `cancelled` are ends. */
export const jobStates = ["open", "sealed", "finished", "cancelled"] as const;

export type JobState = (typeof jobStates)[number];

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
  /** One for each output of the job's settings, in their order; none until the task ended. */
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

/** One job as a client sees it. */
export const jobViewSchema = z.strictObject({
  id: idSchema,
  state: z.enum(jobStates),
  priority: z.enum(priorities),
  /** When it was moved to the top of its class, Unix time in milliseconds; null where it was not, or has ended since. */
  toppedAt: z.int().nullable(),
  settings: settingsSchema,
  totals: jobTotalsSchema,
  /** Unix time in milliseconds. */
  createdAt: z.int(),
  /** Unix time in milliseconds; null while work is ahead. */
  finishedAt: z.int().nullable(),
});

export type JobView = z.infer<typeof jobViewSchema>;

/** What is going on right now; never stored. */
export const activitySchema = z.strictObject({
  /** Tasks of this job being encoded, with the encoder's number. */
  running: z.array(z.strictObject({ taskId: idSchema, encoder: z.int() })),
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
