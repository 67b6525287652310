import * as z from "zod";
import { settingsSchema } from "../settings/settings.ts";
import { idSchema } from "./id.ts";
import { priorities } from "./priority.ts";
import { taskStates } from "./taskState.ts";

/** Longest relative path a file may come with, in UTF-16 units. */
export const maxPathLength = 4096;

export const createJobRequest = z.strictObject({
  settings: settingsSchema.prefault({}),
  priority: z.enum(priorities).default("normal"),
  /** Whether it is to wait for its start: its files come in and are inspected meanwhile. Default false. */
  draft: z.boolean().default(false),
});

export const startJobRequest = z.strictObject({
  jobId: idSchema,
  settings: settingsSchema.prefault({}),
  /** Whether all of its files are there, so that it takes no more. Default false. */
  sealed: z.boolean().default(false),
});

export const jobRequest = z.strictObject({ jobId: idSchema });

export const setPriorityRequest = z.strictObject({ jobId: idSchema, priority: z.enum(priorities) });

export const listTasksRequest = z.strictObject({
  jobId: idSchema,
  /** Only these states; all when left out. */
  states: z.array(z.enum(taskStates)).optional(),
  /** Tasks to pass over. Tasks are listed in order of arrival. */
  offset: z.int().min(0).default(0),
  /** Page size, 1–1,000. */
  limit: z.int().min(1).max(1000).default(200),
});

/** Most tasks that one request may name: what is done with more of them takes several. */
export const maxTasksPerRequest = 10_000;

/** Some of a job's tasks, at most so many. */
export const tasksRequestUpTo = (most: number) =>
  z.strictObject({ jobId: idSchema, taskIds: z.array(idSchema).min(1).max(most) });

export const tasksRequest = tasksRequestUpTo(maxTasksPerRequest);

/** Other settings for a job, or for some of its tasks: what was made under earlier ones is made again. */
export const reviseRequest = z.strictObject({
  jobId: idSchema,
  settings: settingsSchema,
  /** The tasks that get them; left out for all, those to come included. */
  taskIds: z.array(idSchema).min(1).max(maxTasksPerRequest).optional(),
});

export const taskRequest = z.strictObject({ jobId: idSchema, taskId: idSchema });

export const jobChangesRequest = z.strictObject({
  jobId: idSchema,
  /** The last event's id, a sequence number: only what changed after it is sent. Sent by the client on reconnect. */
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullish(),
});

/** What an upload says of itself: the query of a PUT, the metadata of a tus upload. */
export const uploadRequest = z.strictObject({
  jobId: idSchema,
  /** Drawn by the client, so that a repeated upload is the same task and not a second one. */
  taskId: idSchema,
  /** Path relative to what the user dropped; only its length is bounded here. */
  path: z.string().min(1),
});
