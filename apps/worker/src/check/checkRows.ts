import type { DatabaseSync } from "node:sqlite";
import { isDelivered, isFinal, type TaskRecord } from "@pixelmill/core";
import { taskColumns, taskRecord } from "../store/rows.ts";
import type { Finding } from "./findings.ts";

/** Every task, in order of arrival. */
export function* allTasks(database: DatabaseSync): Generator<TaskRecord> {
  for (const row of database.prepare(`SELECT ${taskColumns} FROM tasks ORDER BY arrival`).iterate()) yield taskRecord(row);
}

/** What SQLite itself finds in its file. */
export function checkDatabase(database: DatabaseSync): Finding[] {
  const answers = database
    .prepare("PRAGMA integrity_check")
    .all()
    .map(({ integrity_check: text }) => String(text));
  const damages = answers.filter((text) => text !== "ok");
  const strays = database
    .prepare("PRAGMA foreign_key_check")
    .all()
    .map((row) => `a row of ${row.table} refers to nothing`);
  return [...damages, ...strays].map((what) => ({ kind: "damagedStore", what }));
}

/** What is wrong with a task's row by itself: it ended once, with all its outputs, or it has none. */
export function checkTask(task: TaskRecord, wishedOutputs: number): Finding[] {
  const wanted = isFinal(task.state) ? wishedOutputs : 0;
  const wrong: string[] = [];
  if (task.outputs.length !== wanted) wrong.push(`is ${task.state} with ${task.outputs.length} outputs in place of ${wanted}`);
  for (const [at, { result, key, path }] of task.outputs.entries()) {
    const isThere = isDelivered(result);
    if (isThere !== (key !== null) || isThere !== (path !== null))
      wrong.push(`has output ${at} ${result.status} with key ${key}`);
  }
  return wrong.map((what) => ({ kind: "inconsistentStore", what: `task ${task.taskId} ${what}` }));
}

/** Jobs whose state or sums are not those of their tasks. */
export function checkJobs(database: DatabaseSync): Finding[] {
  const wrong = (sql: string, text: string): Finding[] =>
    database
      .prepare(sql)
      .all()
      .map(({ id }) => ({ kind: "inconsistentStore", what: `job ${id} ${text}` }));
  return [
    ...wrong(
      `SELECT id FROM jobs WHERE state = 'finished' AND isDeleted = 0
         AND EXISTS (SELECT 1 FROM tasks WHERE jobId = id AND state IN ('received', 'queued'))`,
      "is finished while a task of it has not ended",
    ),
    ...wrong(
      "SELECT id FROM jobs WHERE (state IN ('finished', 'cancelled')) <> (finishedAt IS NOT NULL)",
      "has an end without its time",
    ),
    ...wrong(
      `SELECT DISTINCT jobId AS id FROM (
         SELECT jobId, state, COUNT(*) AS tasks, SUM(sourceBytes) AS bytes FROM tasks GROUP BY jobId, state
         EXCEPT SELECT jobId, state, tasks, sourceBytes FROM totals)`,
      "has other sums than its tasks",
    ),
    ...wrong("SELECT jobId AS id FROM tasks WHERE jobId NOT IN (SELECT id FROM jobs)", "is not there, but a task of it"),
    ...wrong(
      `SELECT jobId AS id FROM outputs WHERE foldedPath IS NOT NULL GROUP BY jobId, foldedPath HAVING COUNT(*) > 1`,
      "delivers two files under one path",
    ),
  ];
}
