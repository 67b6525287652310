import { type Failure, type Id, idSchema, type TaskView } from "@pixelmill/core";
import { backoffMs } from "../../lib/backoff.ts";
import { createEmitter } from "../../lib/emitter.ts";
import { failureOf, isWorthRetrying } from "../../lib/failureOf.ts";
import { fileSize } from "../../lib/fileSize.ts";
import { localStore } from "../../lib/localStore.ts";
import { wait } from "../../lib/wait.ts";
import { Draft } from "./draft.ts";
import { fileKey, type PickedFile } from "./pickedFile.ts";
import type { Uploads } from "./uploads.ts";

const key = "pixelmill.draft";

export interface DraftJobState {
  /** The job on the server that the files go to; null before the first file. */
  readonly jobId: Id | null;
  /** Files that wait for that job to be made. */
  readonly waiting: readonly PickedFile[];
  /** Why it can't be made; tried again by itself where that may pass. */
  readonly failure: Failure | null;
  /** How often files were added since the page was loaded. */
  readonly additions: number;
}

export const noDraftJob: DraftJobState = { jobId: null, waiting: [], failure: null, additions: 0 };

/** What the draft asks of the service. */
export interface DraftService {
  create(): Promise<{ readonly id: Id }>;
  delete(jobId: Id): Promise<unknown>;
  /** Waits so many milliseconds. */
  wait?(ms: number): Promise<void>;
}

/**
 * The job that is being prepared: with its first file it is made on the server, as a draft, and every file goes there at once. One for
 * each browser, which all its pages show, and which is found again after a reload.
 */
export class DraftJob {
  readonly picker: Draft;
  readonly #service: DraftService;
  readonly #uploads: Uploads;
  readonly #emitter = createEmitter({ intervalMs: 0 });
  #state = noDraftJob;
  #tasks: ReadonlyMap<Id, TaskView> = new Map();
  #making = false;

  constructor(service: DraftService, uploads: Uploads) {
    this.#service = service;
    this.#uploads = uploads;
    this.picker = new Draft({ take: (files) => this.#take(files), known: () => this.#known() });
  }

  subscribe = (listener: () => void): (() => void) => this.#emitter.subscribe(listener);
  state = (): DraftJobState => this.#state;

  /** Finds the draft of an earlier page. */
  restore(): void {
    const id = idSchema.safeParse(localStore.read(key));
    if (id.success) this.open(id.data);
  }

  /** Goes on with a draft that is on the server. */
  open(jobId: Id): void {
    this.#uploads.hold(jobId);
    localStore.write(key, jobId);
    this.#set({ jobId });
  }

  /** What the server has of it, so that nothing is sent twice. */
  shows(tasks: ReadonlyMap<Id, TaskView>): void {
    this.#tasks = tasks;
  }

  /** Removes everything, from the server too. */
  clear = (): void => {
    const { jobId } = this.#state;
    this.left();
    if (jobId === null) return;
    this.#uploads.cancel(jobId);
    // What is not deleted now is once it has expired.
    this.#service.delete(jobId).catch(() => {});
  };

  /** It is no draft any more: the next file begins another. */
  left(): void {
    localStore.remove(key);
    this.picker.clear();
    this.#tasks = new Map();
    this.#set({ ...noDraftJob, additions: this.#state.additions });
  }

  /** Tries again to make the job. */
  retry = (): void => void this.#make();

  #take(files: readonly PickedFile[]): void {
    const { jobId, waiting, additions } = this.#state;
    if (jobId !== null) this.#uploads.add(jobId, files, this.#here(jobId));
    this.#set({ waiting: jobId === null ? [...waiting, ...files] : [], additions: additions + 1 });
    if (jobId === null) void this.#make();
  }

  async #make(): Promise<void> {
    if (this.#making) return;
    this.#making = true;
    for (let attempt = 1; this.#state.waiting.length > 0; attempt += 1) {
      try {
        const { id } = await this.#service.create();
        this.#made(id);
      } catch (error) {
        this.#set({ failure: failureOf(error) });
        if (!isWorthRetrying(error)) break;
        await (this.#service.wait ?? wait)(backoffMs(attempt));
      }
    }
    this.#making = false;
  }

  #made(jobId: Id): void {
    const { waiting } = this.#state;
    // Everything was removed meanwhile.
    if (waiting.length === 0) return void this.#service.delete(jobId).catch(() => {});
    this.open(jobId);
    this.#set({ waiting: [], failure: null });
    this.#uploads.add(jobId, waiting);
  }

  /** Files on the server that this page does not send. */
  #here(jobId: Id): number {
    const { byTask } = this.#uploads.of(jobId);
    return [...this.#tasks.keys()].filter((taskId) => !byTask.has(taskId)).length;
  }

  *#known(): Generator<string> {
    const { jobId, waiting } = this.#state;
    for (const { path, file } of waiting) yield fileKey(path, fileSize(file));
    for (const { path, sourceBytes } of this.#tasks.values()) yield fileKey(path, sourceBytes);
    if (jobId !== null) for (const { path, file } of this.#uploads.itemsOf(jobId)) yield fileKey(path, fileSize(file));
  }

  #set(change: Partial<DraftJobState>): void {
    this.#state = { ...this.#state, ...change };
    this.#emitter.changed();
  }
}
