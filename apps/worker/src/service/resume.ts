import type { Id, JobRecord, TaskRecord } from "@pixelmill/core";
import type { Parts } from "./parts.ts";
import type { Processing } from "./processing.ts";

const pageSize = 1000;

/**
 * Goes on where the last run of the service was cut: unfinished tasks are taken up again, oldest job first. A job for which that
 * fails, as on a full disk, is left to the next start: without the service nobody could make room.
 */
export async function resumeJobs(parts: Parts, processing: Processing): Promise<void> {
  const { store, log } = parts;
  const logged = (jobId: Id) => (error: unknown) => log.error({ jobId, err: error }, "a job could not be resumed");
  for (const jobId of await store.deletedJobs()) await deleteRest(parts, jobId).catch(logged(jobId));
  for (const job of await store.activeJobs()) await resumeJob(parts, processing, job).catch(logged(job.id));
}

async function deleteRest({ store, blobs }: Parts, jobId: Id): Promise<void> {
  for await (const keys of store.deleteJob(jobId)) await blobs.delete(keys);
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
  for (let offset = 0; ; offset += pageSize) {
    const page = await store.tasks(job.id, { states: ["received", "queued"], offset, limit: pageSize });
    unfinished.push(...page);
    if (page.length < pageSize) break;
  }
  return unfinished;
}

/** Removes blobs that no task refers to: uploads and results that were cut before their row was committed. */
export async function removeLeftovers({ store, blobs, log }: Parts): Promise<void> {
  const known = new Set<string>();
  for await (const key of store.blobKeys()) known.add(key);
  const leftovers: string[] = [];
  for await (const key of blobs.list("")) if (!known.has(key)) leftovers.push(key);
  await blobs.delete(leftovers);
  if (leftovers.length > 0) log.info({ blobs: leftovers.length }, "leftovers removed");
}
