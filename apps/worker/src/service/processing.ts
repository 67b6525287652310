import { setImmediate } from "node:timers/promises";
import {
  type EndOutcome,
  type Failure,
  type Id,
  type ImageInfo,
  type JobRecord,
  ok,
  type TaskEnd,
  type TaskRecord,
  type TaskResult,
} from "@pixelmill/core";
import type { EngineEnd } from "../engine/engine.ts";
import { type PartlyReady, type PartlyReadyTasks, type ReadyOutput, type ReadyOutputs, settingsToEncode } from "./ledger.ts";
import { failedBy, outputEnds, takeOutputs } from "./outputs.ts";
import type { Parts } from "./parts.ts";

/** Tasks of a deleted job that are cancelled between two turns of the event loop. */
const abandonedAtOnce = 500;

/** The way of a received file: inspection, then the engine, then its result into the store; past the engine where all of it was made before. */
export class Processing {
  readonly #parts: Parts;
  /** Tasks that the engine does not have yet; cancelled ones are taken out. */
  readonly #preparing = new Set<Id>();
  readonly #partlyReady: PartlyReadyTasks = new Map();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes a stored task up where it stands: just received, or inspected already before a restart. */
  begin(job: JobRecord, task: TaskRecord): void {
    const { activities, meters, log } = this.#parts;
    activities.entered(task.taskId, job.id);
    meters.atWork(job.id);
    this.#prepare(job, task)
      .catch((error: unknown) => this.#failPreparation(job, task, error))
      .catch((error: unknown) => log.error({ taskId: task.taskId, err: error }, "a file's end could not be stored"));
  }

  /** Ends tasks of a job as cancelled: at once where they wait, after a short grace where they run. */
  async cancel(job: JobRecord, taskIds: readonly Id[]): Promise<void> {
    const { engine, activities } = this.#parts;
    engine.cancel(taskIds);
    // Nobody has a task whose end could not be stored, or whose job was cancelled before a restart.
    const ending = taskIds.filter((taskId) => this.#preparing.delete(taskId) || activities.jobOf(taskId) === null);
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

  async #failPreparation(job: JobRecord, { taskId }: TaskRecord, error: unknown): Promise<void> {
    this.#parts.log.error({ taskId, err: error }, "a file could not be prepared");
    if (this.#preparing.delete(taskId)) await this.#end(job.id, withoutFile(job, taskId, failedBy(error)));
  }

  async #prepare(job: JobRecord, task: TaskRecord): Promise<void> {
    this.#preparing.add(task.taskId);
    const { engine, store, blobs, ledger } = this.#parts;
    const inspected = task.info === null ? await engine.inspect(blobs.pathOf(task.sourceKey)) : ok(task.info);
    // Its priority may have changed meanwhile.
    const current = (await store.job(job.id)) ?? job;
    if (!inspected.ok) return this.#endUninspected(current, task, inspected.error);
    const info = inspected.value;
    const ready = await ledger.ready(current, task, info);
    // Cancelled meanwhile.
    if (!this.#preparing.has(task.taskId)) return;
    if (task.info === null) this.#keepInfo(task, info);
    const whole = wholly(ready);
    const isEnded = whole !== null && (await this.#endReady(current, task, info, whole));
    // What was ready and is gone is made again.
    if (this.#preparing.delete(task.taskId) && !isEnded) this.#submit(current, task, info, whole === null ? ready : []);
  }

  async #endUninspected(job: JobRecord, { taskId }: TaskRecord, error: Failure): Promise<void> {
    if (!this.#preparing.delete(taskId) || error.code === "unavailable") return;
    await this.#end(job.id, withoutFile(job, taskId, { status: "failed", error }));
  }

  /** Not waited for: the encode begins meanwhile. Writes keep their order, so a task's end comes after; what is lost is found out again. */
  #keepInfo({ taskId, jobId }: TaskRecord, info: ImageInfo): void {
    const { store, bell, log } = this.#parts;
    store.setInspected(taskId, info).then(
      () => bell.ring(jobId),
      (error: unknown) => log.warn({ taskId, err: error }, "what inspection found could not be stored"),
    );
  }

  /** Ends a task of which all was made before; false where some of it is gone since. */
  async #endReady(job: JobRecord, task: TaskRecord, info: ImageInfo, ready: readonly ReadyOutput[]): Promise<boolean> {
    const outputs = outputEnds(this.#parts, task, info, job.settings, ready);
    const outcome = await this.#end(job.id, { taskId: task.taskId, outputs, encodeMs: null });
    if (outcome === "stored") this.#parts.ledger.taskServed();
    return outcome !== "gone";
  }

  #submit(
    { id: jobId, priority, toppedAt, settings }: JobRecord,
    source: TaskRecord,
    info: ImageInfo,
    ready: ReadyOutputs,
  ): void {
    const { taskId: id, sourceKey } = source;
    const partly: PartlyReady = { settings, ready: settings.outputs.map((_, at) => ready[at] ?? null) };
    if (partly.ready.some((output) => output !== null)) this.#partlyReady.set(id, partly);
    const task = { id, jobId, priority, toppedAt, info, settings: settingsToEncode(partly) };
    this.#parts.engine.submit([{ task, sourceFile: this.#parts.blobs.pathOf(sourceKey) }]);
  }

  /** The engine's word that a task has ended: the files first, then the rows. Only then is the task done. */
  async ended(end: EngineEnd): Promise<void> {
    const { store, blobs, meters, log } = this.#parts;
    const { task, course } = end;
    const partly = this.#partOf(task);
    const record = await store.task(task.id);
    // Its job was deleted while it ran.
    if (record === null) return this.#leftForGood(task.jobId, task.id);
    const run = meters.runOf(course, task.info);
    const { outputs, newKeys } = await takeOutputs(this.#parts, record, end, partly);
    try {
      const measured = { encodeMs: course.runMs, peakBytes: course.peakBytes };
      const outcome = await this.#end(record.jobId, { taskId: task.id, outputs, ...measured, ...run });
      if (outcome !== "stored") await blobs.delete(newKeys);
      if (outcome === "gone") await this.#makeAll(record, task.info);
    } catch (error) {
      log.error({ taskId: task.id, err: error }, "a result could not be stored");
      const outcome = await this.#end(record.jobId, { ...withoutFile(partly, task.id, failedBy(error)), ...run });
      // The result may have been stored, and only what came with it not: then the files are its.
      if (outcome !== "alreadyEnded") await blobs.delete(newKeys);
    }
  }

  /** What of the task the engine had, and what was ready before: nothing, as a rule. */
  #partOf({ id, settings }: EngineEnd["task"]): PartlyReady {
    const partly = this.#partlyReady.get(id);
    this.#partlyReady.delete(id);
    return partly ?? { settings, ready: settings.outputs.map(() => null) };
  }

  /** What was ready of a task went with its job while the rest was encoded. */
  async #makeAll(record: TaskRecord, info: ImageInfo): Promise<void> {
    const job = await this.#parts.store.job(record.jobId);
    if (job === null) this.#leftForGood(record.jobId, record.taskId);
    else this.#submit(job, record, info, []);
  }

  async #end(jobId: Id, end: TaskEnd): Promise<EndOutcome> {
    const { store, bell } = this.#parts;
    const ending = store.end(end).then(
      (outcome) => {
        if (outcome !== "gone") this.#left(jobId, end.taskId);
        return outcome;
      },
      (error: unknown) => {
        // Nobody has it any more.
        this.#left(jobId, end.taskId);
        throw error;
      },
    );
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

/** All outputs of a task; null where one is to be encoded. */
const wholly = (ready: ReadyOutputs): readonly ReadyOutput[] | null => (ready.every((output) => output !== null) ? ready : null);

/** The end of a task that has no file to deliver: all outputs that its job asks for come to the same. */
const withoutFile = ({ settings }: Pick<JobRecord, "settings">, taskId: Id, result: TaskResult): TaskEnd => ({
  taskId,
  outputs: settings.outputs.map(() => ({ result, key: null, paths: [] })),
  encodeMs: null,
});
