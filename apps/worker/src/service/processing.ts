import { setImmediate } from "node:timers/promises";
import type { EndOutcome, Id, ImageInfo, JobRecord, TaskEnd, TaskRecord, TaskResult } from "@pixelmill/core";
import type { EngineEnd } from "../engine/engine.ts";
import { failedBy, takeOutputs } from "./outputs.ts";
import type { Parts } from "./parts.ts";

/** Tasks of a deleted job that are cancelled between two turns of the event loop. */
const abandonedAtOnce = 500;

/** The way of a received file: inspection, then the engine, then its result into the store. */
export class Processing {
  readonly #parts: Parts;
  /** Tasks under inspection; cancelled ones are taken out. */
  readonly #inspecting = new Set<Id>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes a stored task up where it stands: just received, or inspected already before a restart. */
  begin(job: JobRecord, task: TaskRecord): void {
    const { activities, meters, log } = this.#parts;
    activities.entered(task.taskId, job.id);
    meters.atWork(job.id);
    if (task.info === null) {
      this.#inspect(job, task)
        .catch((error: unknown) => this.#failInspection(job, task, error))
        .catch((error: unknown) => log.error({ taskId: task.taskId, err: error }, "a file's end could not be stored"));
    } else {
      this.#submit(job, task, task.info);
    }
  }

  /** Ends tasks of a job as cancelled: at once where they wait, after a short grace where they run. */
  async cancel(job: JobRecord, taskIds: readonly Id[]): Promise<void> {
    const { engine, activities } = this.#parts;
    engine.cancel(taskIds);
    // Nobody has a task whose end could not be stored, or whose job was cancelled before a restart.
    const ending = taskIds.filter((taskId) => this.#inspecting.delete(taskId) || activities.jobOf(taskId) === null);
    for (const taskId of ending) activities.entered(taskId, job.id);
    await Promise.all(ending.map((taskId) => this.#end(job.id, withoutFile(job, taskId, { status: "cancelled" }))));
  }

  /** Cancels what inspection and the engine have of a deleted job, a slice at a time: others are served in between. */
  async abandon(job: JobRecord): Promise<void> {
    const taskIds = this.#parts.activities.tasksOf(job.id);
    for (let at = 0; at < taskIds.length; at += abandonedAtOnce) {
      await this.cancel(job, taskIds.slice(at, at + abandonedAtOnce));
      await setImmediate();
    }
  }

  async #failInspection(job: JobRecord, { taskId }: TaskRecord, error: unknown): Promise<void> {
    this.#parts.log.error({ taskId, err: error }, "a file could not be inspected");
    if (this.#inspecting.delete(taskId)) await this.#end(job.id, withoutFile(job, taskId, failedBy(error)));
  }

  async #inspect(job: JobRecord, task: TaskRecord): Promise<void> {
    this.#inspecting.add(task.taskId);
    const inspected = await this.#parts.engine.inspect(this.#parts.blobs.pathOf(task.sourceKey));
    // Its priority may have changed meanwhile.
    const current = (await this.#parts.store.job(job.id)) ?? job;
    // Cancelled meanwhile.
    if (!this.#inspecting.delete(task.taskId)) return;
    if (inspected.ok) {
      this.#keepInfo(task, inspected.value);
      this.#submit(current, task, inspected.value);
    } else if (inspected.error.code !== "unavailable")
      await this.#end(job.id, withoutFile(job, task.taskId, { status: "failed", error: inspected.error }));
  }

  /** Not waited for: the encode begins meanwhile. Writes keep their order, so a task's end comes after; what is lost is found out again. */
  #keepInfo({ taskId, jobId }: TaskRecord, info: ImageInfo): void {
    const { store, bell, log } = this.#parts;
    store.setInspected(taskId, info).then(
      () => bell.ring(jobId),
      (error: unknown) => log.warn({ taskId, err: error }, "what inspection found could not be stored"),
    );
  }

  #submit(job: JobRecord, { taskId, sourceKey }: TaskRecord, info: ImageInfo): void {
    const task = { id: taskId, jobId: job.id, priority: job.priority, toppedAt: job.toppedAt, info, settings: job.settings };
    this.#parts.engine.submit([{ task, sourceFile: this.#parts.blobs.pathOf(sourceKey) }]);
  }

  /** The engine's word that a task has ended: the files first, then the rows. Only then is the task done. */
  async ended(end: EngineEnd): Promise<void> {
    const { store, blobs, meters, log } = this.#parts;
    const { task, course } = end;
    const record = await store.task(task.id);
    // Its job was deleted while it ran.
    if (record === null) return this.#leftForGood(task.jobId, task.id);
    const run = meters.runOf(course, task.info);
    const { outputs, newKeys } = await takeOutputs(this.#parts, record, end);
    try {
      const measured = { encodeMs: course.runMs, peakBytes: course.peakBytes };
      const outcome = await this.#end(record.jobId, { taskId: task.id, outputs, ...measured, ...run });
      if (outcome !== "stored") await blobs.delete(newKeys);
    } catch (error) {
      log.error({ taskId: task.id, err: error }, "a result could not be stored");
      const outcome = await this.#end(record.jobId, { ...withoutFile(task, task.id, failedBy(error)), ...run });
      // The result may have been stored, and only what came with it not: then the files are its.
      if (outcome !== "alreadyEnded") await blobs.delete(newKeys);
    }
  }

  async #end(jobId: Id, end: TaskEnd): Promise<EndOutcome> {
    const { store, bell } = this.#parts;
    // Stored or not, nobody has it any more.
    const ending = store.end(end).finally(() => this.#left(jobId, end.taskId));
    // Asked for together they share a commit.
    const [outcome] = await Promise.all([ending, this.finishJob(jobId)]);
    bell.ring(jobId);
    return outcome;
  }

  #left(jobId: Id, taskId: Id): void {
    const { activities, meters } = this.#parts;
    activities.left(taskId);
    meters.left(jobId);
  }

  #leftForGood(jobId: Id, taskId: Id): void {
    this.#left(jobId, taskId);
    this.#parts.meters.jobEnded(jobId);
  }

  /** A sealed job is finished once its last task has ended. */
  async finishJob(jobId: Id): Promise<void> {
    const { store, meters } = this.#parts;
    const state = await store.finishJob(jobId, Date.now());
    if (state !== "open" && state !== "sealed") meters.jobEnded(jobId);
  }
}

/** The end of a task that has no file to deliver: all outputs that its job asks for come to the same. */
const withoutFile = ({ settings }: Pick<JobRecord, "settings">, taskId: Id, result: TaskResult): TaskEnd => ({
  taskId,
  outputs: settings.outputs.map(() => ({ result, key: null, paths: [] })),
  encodeMs: null,
});
