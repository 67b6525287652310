import type { ErrorCode, Id } from "@pixelmill/core";
import { createEmitter, type Emitter } from "../../lib/emitter.ts";
import { randomId } from "../../lib/randomId.ts";
import { expectedFiles } from "./expectedFiles.ts";
import type { PickedFile } from "./pickedFile.ts";
import { resumePoints } from "./resumePoints.ts";
import { UploadQueue, type UploadQueueOptions } from "./uploadQueue.ts";
import { isEnded, type Upload, type UploadItem, type UploadState } from "./uploadState.ts";

/** A job's uploads of this page, in the order they were added. The map is changed in place; the object is new after a change. */
export interface JobUploads {
  readonly byTask: ReadonlyMap<Id, Upload>;
  /** Files not ended yet. */
  readonly pending: number;
  /** Bytes sent of all files, repeated ones counted once. */
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export const noUploads: JobUploads = { byTask: new Map(), pending: 0, sentBytes: 0, totalBytes: 0 };

export interface UploadsOptions extends Pick<UploadQueueOptions, "send" | "wait"> {
  /** Called when the last of a job's files has ended, so that the job takes no more. */
  readonly seal: (jobId: Id) => void;
  readonly intervalMs?: number;
}

interface JobEntry {
  readonly byTask: Map<Id, Upload>;
  pending: number;
  snapshot: JobUploads;
  dirty: boolean;
}

/** After these the job takes none of the other files either. */
const jobIsClosed: ReadonlySet<ErrorCode> = new Set(["notFound", "jobSealed"]);

/** All uploads of this page. They outlive navigation, since the one instance is held by the root layout. */
export class Uploads {
  readonly #jobs = new Map<Id, JobEntry>();
  readonly #queue: UploadQueue;
  readonly #emitter: Emitter;
  readonly #seal: (jobId: Id) => void;

  constructor({ seal, intervalMs, ...queue }: UploadsOptions) {
    this.#seal = seal;
    this.#emitter = createEmitter({
      ...(intervalMs === undefined ? {} : { intervalMs }),
      beforeEmit: () => this.#takeSnapshots(),
    });
    this.#queue = new UploadQueue({ ...queue, onState: (item, state) => this.#onState(item, state) });
  }

  subscribe = (listener: () => void): (() => void) => this.#emitter.subscribe(listener);

  /** What was last announced of a job. */
  of = (jobId: Id): JobUploads => this.#jobs.get(jobId)?.snapshot ?? noUploads;

  /** Files of any job that are still to be sent: leaving the page now would cut them. */
  get pending(): number {
    let sum = 0;
    for (const { pending } of this.#jobs.values()) sum += pending;
    return sum;
  }

  /** Begins to send files to a job. `alreadyThere` is how many files the server holds of it from before. */
  add(jobId: Id, files: readonly PickedFile[], alreadyThere = 0): void {
    const job = this.#job(jobId);
    const items = files.map(({ path, file }): UploadItem => {
      const taskId = resumePoints.read({ jobId, path, file })?.taskId ?? randomId();
      return { jobId, taskId, path, file };
    });
    expectedFiles.write(jobId, alreadyThere + job.byTask.size + items.length);
    this.#queue.add(items);
  }

  /** Stops and forgets what was not sent of a job. */
  cancel(jobId: Id): void {
    this.#queue.cancel(jobId);
    this.#jobs.delete(jobId);
    this.forget(jobId);
    this.#emitter.changed();
  }

  /** Forgets what was remembered beyond a reload. */
  forget(jobId: Id): void {
    expectedFiles.remove(jobId);
    resumePoints.clear(jobId);
  }

  #job(jobId: Id): JobEntry {
    const known = this.#jobs.get(jobId);
    if (known) return known;
    const job: JobEntry = { byTask: new Map(), pending: 0, snapshot: noUploads, dirty: false };
    this.#jobs.set(jobId, job);
    return job;
  }

  #onState(item: UploadItem, state: UploadState): void {
    const job = this.#job(item.jobId);
    job.byTask.set(item.taskId, { ...item, state });
    if (state.kind === "waiting") job.pending += 1;
    if (isEnded(state)) job.pending -= 1;
    job.dirty = true;
    this.#emitter.changed();
    if (!isEnded(state)) return;
    if (state.kind === "failed" && jobIsClosed.has(state.failure.code)) this.cancel(item.jobId);
    else if (job.pending === 0) this.#seal(item.jobId);
  }

  #takeSnapshots(): void {
    for (const job of this.#jobs.values()) {
      if (job.dirty) job.snapshot = snapshotOf(job);
      job.dirty = false;
    }
  }
}

function snapshotOf({ byTask, pending }: JobEntry): JobUploads {
  let [sentBytes, totalBytes] = [0, 0];
  for (const { state, file } of byTask.values()) {
    totalBytes += file.size;
    if (state.kind === "sending") sentBytes += Math.min(state.sentBytes, file.size);
    if (state.kind === "sent") sentBytes += file.size;
  }
  return { byTask, pending, sentBytes, totalBytes };
}
