import type { ErrorCode, Id } from "@pixelmill/core";
import { createEmitter, type Emitter } from "../../lib/emitter.ts";
import { fileSize } from "../../lib/fileSize.ts";
import { randomId } from "../../lib/randomId.ts";
import { expectedFiles } from "./expectedFiles.ts";
import type { KeptFiles } from "./keptFiles.ts";
import type { PickedFile } from "./pickedFile.ts";
import { isResumable } from "./resumable.ts";
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
  /** More files may come: the job is not sealed when these have ended. */
  readonly isHeld: boolean;
}

export const noUploads: JobUploads = { byTask: new Map(), pending: 0, sentBytes: 0, totalBytes: 0, isHeld: false };

export interface UploadsOptions extends Pick<UploadQueueOptions, "send" | "wait"> {
  /** Called when the last of a job's files has ended, so that the job takes no more. */
  readonly seal: (jobId: Id) => void;
  /** Called in its place where more files may come. */
  readonly settled?: (jobId: Id) => void;
  /** Where files are kept until they are sent. Default: nowhere. */
  readonly kept?: KeptFiles;
  readonly intervalMs?: number;
}

interface JobEntry {
  readonly byTask: Map<Id, Upload>;
  pending: number;
  isHeld: boolean;
  snapshot: JobUploads;
  dirty: boolean;
}

/** After these the job takes none of the other files either. */
const jobIsClosed: ReadonlySet<ErrorCode> = new Set(["notFound", "jobExpired", "jobSealed"]);

/** All uploads of this page. They outlive navigation, since the one instance is held by the root layout. */
export class Uploads {
  readonly #jobs = new Map<Id, JobEntry>();
  readonly #queue: UploadQueue;
  readonly #emitter: Emitter;
  readonly #seal: (jobId: Id) => void;
  readonly #settled: (jobId: Id) => void;
  readonly #kept: KeptFiles | null;

  constructor({ seal, settled = () => {}, kept, intervalMs, ...queue }: UploadsOptions) {
    this.#seal = seal;
    this.#settled = settled;
    this.#kept = kept ?? null;
    this.#emitter = createEmitter({
      ...(intervalMs === undefined ? {} : { intervalMs }),
      beforeEmit: () => this.#takeSnapshots(),
    });
    this.#queue = new UploadQueue({ ...queue, onState: (item, state) => this.#onState(item, state) });
  }

  subscribe = (listener: () => void): (() => void) => this.#emitter.subscribe(listener);

  /** What was last announced of a job. */
  of = (jobId: Id): JobUploads => this.#jobs.get(jobId)?.snapshot ?? noUploads;

  /** Files of any job that are still to be sent and not kept: leaving the page now would lose them. */
  get unkept(): number {
    let sum = 0;
    for (const { byTask, pending } of this.#jobs.values()) {
      if (pending === 0) continue;
      for (const [taskId, { state }] of byTask) if (!isEnded(state) && !this.#kept?.has(taskId)) sum += 1;
    }
    return sum;
  }

  /** Everything that was added of a job, also what was not announced yet. */
  itemsOf(jobId: Id): Iterable<Upload> {
    return this.#jobs.get(jobId)?.byTask.values() ?? [];
  }

  /** Whether files of a job are still to be sent from this page. */
  isSending = (jobId: Id): boolean => (this.#jobs.get(jobId)?.pending ?? 0) > 0;

  /** Begins to send files to a job. `alreadyThere` is how many files the server holds of it from before. */
  add(jobId: Id, files: readonly PickedFile[], alreadyThere = 0): void {
    const job = this.#job(jobId);
    const items = files.map(({ path, file }): UploadItem => {
      // Only of large ones anything is remembered: of many small files a look for each would block the page.
      const begun = isResumable(file) ? resumePoints.read({ jobId, path, file }) : null;
      const taskId = begun?.taskId ?? randomId();
      return { jobId, taskId, path, file };
    });
    expectedFiles.write(jobId, Math.max(expectedFiles.read(jobId) ?? 0, alreadyThere + job.byTask.size + items.length));
    this.#kept?.keep(items);
    this.#queue.add(items);
  }

  /** Goes on with what an earlier page has left. */
  restore(items: readonly UploadItem[]): void {
    this.#queue.add(items);
  }

  /** More files may come: the job is not sealed when those that are here have ended. */
  hold(jobId: Id): void {
    const job = this.#job(jobId);
    job.isHeld = true;
    job.dirty = true;
  }

  /** No more files will come: the job is sealed once those that are here have ended. */
  release(jobId: Id): void {
    const job = this.#job(jobId);
    job.isHeld = false;
    job.dirty = true;
    if (job.pending === 0) this.#seal(jobId);
    this.#emitter.changed();
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
    this.#kept?.dropJob(jobId);
    expectedFiles.remove(jobId);
    resumePoints.clear(jobId);
  }

  #job(jobId: Id): JobEntry {
    const known = this.#jobs.get(jobId);
    if (known) return known;
    const job: JobEntry = { byTask: new Map(), pending: 0, isHeld: false, snapshot: noUploads, dirty: false };
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
    this.#kept?.drop(item.taskId);
    if (state.kind === "failed" && jobIsClosed.has(state.failure.code)) this.cancel(item.jobId);
    else if (job.pending === 0 && job.isHeld) this.#settled(item.jobId);
    else if (job.pending === 0) this.#seal(item.jobId);
  }

  #takeSnapshots(): void {
    for (const job of this.#jobs.values()) {
      if (job.dirty) job.snapshot = snapshotOf(job);
      job.dirty = false;
    }
  }
}

function snapshotOf({ byTask, pending, isHeld }: JobEntry): JobUploads {
  let [sentBytes, totalBytes] = [0, 0];
  for (const { state, file } of byTask.values()) {
    totalBytes += fileSize(file);
    if (state.kind === "sending") sentBytes += Math.min(state.sentBytes, fileSize(file));
    if (state.kind === "sent") sentBytes += fileSize(file);
  }
  return { byTask, pending, sentBytes, totalBytes, isHeld };
}
