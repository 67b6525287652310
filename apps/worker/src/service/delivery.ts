import { setImmediate } from "node:timers/promises";
import {
  type Failure,
  fail,
  failure,
  type Id,
  isDelivered,
  isFinal,
  type Output,
  type OutputRecord,
  ok,
  type Result,
  sourceFacts,
  type TaskRecord,
} from "@pixelmill/core";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { DeliveredFile, Owner, Service } from "./service.ts";
import { taskPages } from "./taskPages.ts";

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
  const delivered = deliveredOutput(task, output);
  return delivered.ok ? ok(delivered.value.file) : delivered;
}

/** An output with a file, and what is known of that. */
export interface DeliveredOutput {
  readonly file: DeliveredFile;
  readonly facts: Output;
}

/** One output of a task, counted from 0: `resultNotReady` while it is worked on, its own failure where it failed. */
export function deliveredOutput({ outputs, state }: TaskRecord, output: number): Result<DeliveredOutput> {
  const record = outputs[output];
  if (record === undefined) return fail(failure(isFinal(state) ? "notFound" : "resultNotReady"));
  const file = toFile(record);
  return file === null || !isDelivered(record.result) ? fail(whyNone(record)) : ok({ file, facts: record.result.output });
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
  for await (const tasks of taskPages(store, jobId, { size: pageSize })) {
    for (const task of tasks) {
      if (wanted === null || wanted.has(task.taskId)) yield* task.outputs.map(toFile).filter((file) => file !== null);
    }
    // Reading holds the event loop: others are served between two pages.
    await setImmediate();
  }
}

function toFile({ result, path, key }: OutputRecord): DeliveredFile | null {
  if (!isDelivered(result) || key === null || path === null) return null;
  return { path, key, bytes: result.output.bytes, mimeType: sourceFacts[result.output.format].mimeType };
}

const whyNone = ({ result }: OutputRecord): Failure => (result.status === "failed" ? result.error : failure("notFound"));
