import type { Id, JobRecord, TaskEnd, TaskRecord, TaskResult } from "@pixelmill/core";
import type { Parts } from "./parts.ts";

/** A task, and its job with the settings that the task is made under. */
export interface Work {
  readonly job: JobRecord;
  readonly task: TaskRecord;
}

/** A task as it stands in the store; null where it is gone. */
export async function workOf({ store }: Pick<Parts, "store">, jobId: Id, taskId: Id): Promise<Work | null> {
  const [job, task] = [await store.job(jobId), await store.task(taskId)];
  if (job === null || task === null) return null;
  if (task.revision === job.revision) return { job, task };
  const settings = await store.settingsOf(jobId, task.revision);
  return settings === null ? null : { job: { ...job, settings }, task };
}

/** The end of a task that has no file to deliver: all outputs that its settings ask for come to the same. */
export const withoutFile = ({ job, task: { taskId, revision } }: Work, result: TaskResult): TaskEnd => ({
  taskId,
  revision,
  outputs: job.settings.outputs.map(() => ({ result, key: null, paths: [] })),
  encodeMs: null,
});
