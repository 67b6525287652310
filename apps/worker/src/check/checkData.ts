import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { native } from "@pixelmill/native";
import { FileCheck, referencesOf } from "./checkFiles.ts";
import { checkLeftovers } from "./checkLeftovers.ts";
import { allTasks, checkDatabase, checkJobs, checkTask } from "./checkRows.ts";
import type { CheckReport, Finding } from "./findings.ts";

/**
 * Reads the job store and every file of a data directory and holds them to each other: each file that was received or made is there once,
 * whole and with the bytes that it had, and nothing else is. Changes nothing. No service may run on the directory meanwhile: hold its
 * lock. Throws where the store cannot be opened.
 */
export async function checkData(dataDir: string): Promise<CheckReport> {
  // Not read-only: what the write-ahead log holds after a kill is to be read as well.
  const database = new DatabaseSync(native.longPath(join(dataDir, "jobs.db")));
  try {
    return await check(database, dataDir);
  } finally {
    database.close();
  }
}

async function check(database: DatabaseSync, dataDir: string): Promise<CheckReport> {
  const outputsOf = wishedOutputs(database);
  const files = new FileCheck(join(dataDir, "blobs"), database);
  const findings: Finding[] = [...checkDatabase(database), ...checkJobs(database)];
  let tasks = 0;
  for (const task of allTasks(database)) {
    tasks += 1;
    findings.push(...checkTask(task, outputsOf.get(settingsName(task)) ?? 0));
    for (const reference of referencesOf(task)) await files.check(reference);
  }
  const count = await files.checkOthers();
  findings.push(...files.findings, ...(await checkLeftovers(dataDir)));
  const jobs = Number(database.prepare("SELECT count(*) AS jobs FROM jobs").get()?.jobs);
  return { jobs, tasks, files: count, bytes: files.bytes, findings };
}

/** Settings by job and number. */
const settingsName = ({ jobId, revision }: { readonly jobId: string; readonly revision: number }): string =>
  `${jobId} ${revision}`;

/** How many outputs each settings ask for. */
const wishedOutputs = (database: DatabaseSync): Map<string, number> =>
  new Map(
    database
      .prepare(
        `SELECT id AS jobId, revision, json_array_length(settings, '$.outputs') AS outputs FROM jobs
         UNION ALL SELECT jobId, revision, json_array_length(settings, '$.outputs') FROM otherSettings`,
      )
      .all()
      .map(({ jobId, revision, outputs }) => [
        settingsName({ jobId: String(jobId), revision: Number(revision) }),
        Number(outputs),
      ]),
  );
