import type { Id, JobRecord, TaskRecord } from "@pixelmill/core";
import { StorageFullError } from "../store/storageFull.ts";
import type { Parts } from "./parts.ts";
import { previewedKey, withPreviews } from "./previews.ts";
import type { Processing } from "./processing.ts";
import { taskPages } from "./taskPages.ts";

/**
 * Goes on where the last run of the service was cut: unfinished tasks are taken up again, oldest job first. A job for which the disk
 * has no room waits until there is some.
 */
export async function resumeJobs(parts: Parts, processing: Processing): Promise<void> {
  const { store } = parts;
  for (const jobId of await store.deletedJobs()) await orLater(parts, jobId, () => deleteRest(parts, jobId));
  for (const job of await store.activeJobs()) await orLater(parts, job.id, () => resumeJob(parts, processing, job));
}

/** Without the service nobody could make room on a full disk: what fails there waits for it, whatever else fails for the next start. */
async function orLater(parts: Parts, jobId: Id, resume: () => Promise<void>): Promise<void> {
  try {
    await resume();
  } catch (error) {
    if (error instanceof StorageFullError) parts.room.wait(() => orLater(parts, jobId, resume));
    else parts.log.error({ jobId, err: error }, "a job could not be resumed");
  }
}

async function deleteRest({ store, blobs }: Parts, jobId: Id): Promise<void> {
  for await (const keys of store.deleteJob(jobId)) await blobs.delete(withPreviews(keys));
}

async function resumeJob(parts: Parts, processing: Processing, job: JobRecord): Promise<void> {
  const unfinished = await unfinishedTasks(parts, job);
  if (job.state === "cancelled")
    await processing.cancel(
      job,
      unfinished.map(({ taskId }) => taskId),
    );
  else await resumeTasks(parts, processing, job, unfinished);
}

async function resumeTasks(
  { store, log }: Parts,
  processing: Processing,
  job: JobRecord,
  tasks: readonly TaskRecord[],
): Promise<void> {
  // Cut between the opening of a task that is tried again and that of its job.
  if (job.state === "finished") await store.setJobState(job.id, "sealed", null);
  for (const task of tasks) processing.begin(job, task);
  if (tasks.length > 0) log.info({ jobId: job.id, tasks: tasks.length }, "job resumed");
  await processing.finishJob(job.id);
}

async function unfinishedTasks({ store }: Parts, job: JobRecord): Promise<TaskRecord[]> {
  const unfinished: TaskRecord[] = [];
  // Read whole before any is begun: an ended task would shift the pages.
  for await (const page of taskPages(store, job.id, { states: ["received", "queued"] })) unfinished.push(...page);
  return unfinished;
}

/**
 * Removes blobs that no task refers to: uploads and results that were cut before their row was committed, and previews of what is gone.
 */
export async function removeLeftovers({ store, blobs, log }: Parts): Promise<void> {
  const known = new Set<string>();
  for await (const key of store.blobKeys()) known.add(key);
  const leftovers: string[] = [];
  for await (const key of blobs.list("")) if (!known.has(previewedKey(key) ?? key)) leftovers.push(key);
  await blobs.delete(leftovers);
  if (leftovers.length > 0) log.info({ blobs: leftovers.length }, "leftovers removed");
}
