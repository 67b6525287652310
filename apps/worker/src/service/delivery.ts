import { setImmediate } from "node:timers/promises";
import {
  type Failure,
  fail,
  failure,
  type Id,
  isDelivered,
  isFinal,
  type OutputRecord,
  ok,
  type Result,
  sourceFacts,
} from "@pixelmill/core";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { DeliveredFile, Owner, Service } from "./service.ts";

/** Tasks read from the store at a time. */
const pageSize = 500;

/** The file of one output of a task. */
export async function deliveredFile(
  parts: Parts,
  owner: Owner,
  { jobId, taskId, output }: Parameters<Service["deliveredFile"]>[1],
): Promise<Result<DeliveredFile>> {
  const job = await ownJob(parts, owner, jobId);
  if (!job.ok) return job;
  const task = await parts.store.task(taskId);
  if (task === null || task.jobId !== jobId) return fail(failure("notFound"));
  const record = task.outputs[output];
  if (record === undefined) return fail(failure(isFinal(task.state) ? "notFound" : "resultNotReady"));
  const file = toFile(record);
  return file === null ? fail(whyNone(record)) : ok(file);
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
      if (wanted === null || wanted.has(task.taskId)) yield* task.outputs.map(toFile).filter((file) => file !== null);
    }
    if (tasks.length < pageSize) return;
    // Reading holds the event loop: others are served between two pages.
    await setImmediate();
  }
}

function toFile({ result, path, key }: OutputRecord): DeliveredFile | null {
  if (!isDelivered(result) || key === null || path === null) return null;
  return { path, key, bytes: result.output.bytes, mimeType: sourceFacts[result.output.format].mimeType };
}

const whyNone = ({ result }: OutputRecord): Failure => (result.status === "failed" ? result.error : failure("notFound"));
