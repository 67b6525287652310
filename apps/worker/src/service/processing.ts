import { setImmediate } from "node:timers/promises";
import type { EndOutcome, Id, ImageInfo, JobRecord, TaskEnd, TaskRecord, TaskResult } from "@pixelmill/core";
import { failure, isDelivered, isRenamed, outputPaths } from "@pixelmill/core";
import type { EngineEnd } from "../engine/engine.ts";
import { StorageFullError } from "../store/storageFull.ts";
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
        .catch((error: unknown) => this.#failInspection(task, error))
        .catch((error: unknown) => log.error({ taskId: task.taskId, err: error }, "a file's end could not be stored"));
    } else {
      this.#submit(job, task, task.info);
    }
  }

  /** Ends tasks of a job as cancelled: at once where they wait, after a short grace where they run. */
  async cancel(jobId: Id, taskIds: readonly Id[]): Promise<void> {
    const { engine, activities } = this.#parts;
    engine.cancel(taskIds);
    // Nobody has a task whose end could not be stored, or whose job was cancelled before a restart.
    const ending = taskIds.filter((taskId) => this.#inspecting.delete(taskId) || activities.jobOf(taskId) === null);
    for (const taskId of ending) activities.entered(taskId, jobId);
    await Promise.all(ending.map((taskId) => this.#end(jobId, withoutFile(taskId, { status: "cancelled" }))));
  }

  /** Cancels what inspection and the engine have of a deleted job, a slice at a time: others are served in between. */
  async abandon(jobId: Id): Promise<void> {
    const taskIds = this.#parts.activities.tasksOf(jobId);
    for (let at = 0; at < taskIds.length; at += abandonedAtOnce) {
      await this.cancel(jobId, taskIds.slice(at, at + abandonedAtOnce));
      await setImmediate();
    }
  }

  async #failInspection({ jobId, taskId }: TaskRecord, error: unknown): Promise<void> {
    this.#parts.log.error({ taskId, err: error }, "a file could not be inspected");
    if (this.#inspecting.delete(taskId)) await this.#end(jobId, withoutFile(taskId, failedBy(error)));
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
      await this.#end(job.id, withoutFile(task.taskId, { status: "failed", error: inspected.error }));
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

  /** The engine's word that a task has ended: the file first, then the row. Only then is the task done. */
  async ended({ task, result, course, outputFile }: EngineEnd): Promise<void> {
    const { store, blobs, log } = this.#parts;
    const record = await store.task(task.id);
    // Its job was deleted while it ran.
    if (record === null) return this.#leftForGood(task.jobId, task.id);
    const run = this.#parts.meters.runOf(course, task.info);
    try {
      const outputKey = outputFile === null ? null : `results/${task.id}/${this.#parts.newId()}`;
      if (outputKey !== null && outputFile !== null) await blobs.adopt(outputKey, outputFile);
      const paths = isDelivered(result) ? outputPaths(record.path, task.info.format, result.output.format) : [];
      const key = result.status === "keptOriginal" ? record.sourceKey : outputKey;
      const outcome = await this.#end(record.jobId, {
        taskId: task.id,
        result: withRenamed(result, record.path),
        outputPaths: paths,
        outputKey: key,
        encodeMs: course.runMs,
        ...run,
      });
      if (outcome !== "stored" && outputKey !== null) await blobs.delete([outputKey]);
    } catch (error) {
      log.error({ taskId: task.id, err: error }, "a result could not be stored");
      await this.#end(record.jobId, { ...withoutFile(task.id, failedBy(error)), ...run });
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

/** The end of a task that has no file to deliver. */
const withoutFile = (taskId: Id, result: TaskResult): TaskEnd => ({
  taskId,
  result,
  outputPaths: [],
  outputKey: null,
  encodeMs: null,
});

const failedBy = (error: unknown): TaskResult => ({
  status: "failed",
  error: failure(error instanceof StorageFullError ? "storageFull" : "internal"),
});

function withRenamed(result: TaskResult, path: string): TaskResult {
  return isDelivered(result) && isRenamed(path) ? { ...result, warnings: [...result.warnings, "renamed"] } : result;
}
