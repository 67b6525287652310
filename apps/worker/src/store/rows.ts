import type { SQLOutputValue } from "node:sqlite";
import { type JobRecord, settingsSchema, type TaskRecord } from "@pixelmill/core";

type Row = Record<string, SQLOutputValue>;

/** Columns of a {@link TaskRecord}, to be selected from `tasks`; its outputs come as one JSON array. */
export const taskColumns = `taskId, jobId, path, sourceKey, sourceBytes, sha256, state, info, revision,
  (SELECT json_group_array(json_object('result', json(outputs.result), 'path', outputs.path, 'key', outputs.key) ORDER BY position)
   FROM outputs WHERE outputs.arrival = tasks.arrival) AS outputs,
  encodeMs, peakBytes, sequence`;

/** Columns of a {@link JobRecord}. */
export const jobColumns = "id, owner, state, priority, toppedAt, settings, revision, createdAt, reopenedAt, finishedAt";

/** A record whose structured fields are JSON, as the tables hold it. */
type Stored<T, Json extends keyof T> = { readonly [Key in keyof T]: Key extends Json ? string | Extract<T[Key], null> : T[Key] };

// Rows are written by this store alone, from values that were validated at the edge, and the schema's version is
// checked when the database is opened. So their types are taken as given here.

export function taskRecord(row: Row): TaskRecord {
  const stored = row as unknown as Stored<TaskRecord, "info" | "outputs">;
  return { ...stored, info: stored.info === null ? null : JSON.parse(stored.info), outputs: JSON.parse(stored.outputs) };
}

/** Settings are read by their schema: one that came later has its default in a job that is older. */
export function jobRecord(row: Row): JobRecord {
  const stored = row as unknown as Stored<JobRecord, "settings">;
  return { ...stored, settings: settingsSchema.parse(JSON.parse(stored.settings)) };
}
