import { type Failure, fail, failure, formats, type Id, isDelivered, ok, type Result, type TaskRecord } from "@pixelmill/core";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { DeliveredFile, Owner } from "./service.ts";

/** Tasks read from the store at a time. */
const pageSize = 500;

/** The file of one task. */
export async function deliveredFile(parts: Parts, owner: Owner, jobId: Id, taskId: Id): Promise<Result<DeliveredFile>> {
  const job = await ownJob(parts, owner, jobId);
  if (!job.ok) return job;
  const task = await parts.store.task(taskId);
  if (task === null || task.jobId !== jobId) return fail(failure("notFound"));
  const file = toFile(task);
  return file === null ? fail(whyNone(task)) : ok(file);
}

/** All files of a job, or those of some of its tasks, in order of arrival. */
export async function deliveredFiles(
  parts: Parts,
  owner: Owner,
  jobId: Id,
  taskIds: readonly Id[] | null,
): Promise<Result<AsyncIterable<DeliveredFile>>> {
  const job = await ownJob(parts, owner, jobId);
  return job.ok ? ok(files(parts, jobId, taskIds === null ? null : new Set(taskIds))) : job;
}

async function* files({ store }: Parts, jobId: Id, wanted: ReadonlySet<Id> | null): AsyncGenerator<DeliveredFile> {
  for (let offset = 0; ; offset += pageSize) {
    const tasks = await store.tasks(jobId, { offset, limit: pageSize });
    for (const task of tasks) {
      const file = wanted === null || wanted.has(task.taskId) ? toFile(task) : null;
      if (file !== null) yield file;
    }
    if (tasks.length < pageSize) return;
  }
}

function toFile(task: TaskRecord): DeliveredFile | null {
  const { result, outputKey, outputPath } = task;
  if (result === null || !isDelivered(result) || outputKey === null || outputPath === null) return null;
  return {
    task: { ...task, outputKey, outputPath },
    bytes: result.output.bytes,
    mimeType: formats[result.output.format].mimeType,
  };
}

function whyNone({ result }: TaskRecord): Failure {
  if (result === null) return failure("resultNotReady");
  return result.status === "failed" ? result.error : failure("notFound");
}
