import { setImmediate } from "node:timers/promises";
import {
  type EndOutcome,
  type Failure,
  type Id,
  type ImageInfo,
  isDelivered,
  isFinal,
  isOver,
  type JobRecord,
  ok,
  type TaskEnd,
  type TaskRecord,
  type TaskResult,
} from "@pixelmill/core";
import type { EngineEnd } from "../engine/engine.ts";
import { StorageFullError } from "../store/storageFull.ts";
import { type PartlyReady, type ReadyOutput, type ReadyOutputs, settingsToEncode } from "./ledger.ts";
import { failedBy, outputEnds, takeOutputs } from "./outputs.ts";
import type { Parts } from "./parts.ts";
import { type Work, withoutFile, workOf } from "./work.ts";

/** A task that the engine has, or a part of it. */
interface SubmittedTask extends PartlyReady {
  /** Number of its settings. */
  readonly revision: number;
}

/** Tasks of a deleted job that are cancelled between two turns of the event loop. */
const abandonedAtOnce = 500;

/** Tasks of a started draft that are taken up between two turns of the event loop. */
const takenAtOnce = 200;

/** The way of a received file: inspection, then the engine, then its result into the store; past the engine where all of it was made before. */
export class Processing {
  readonly #parts: Parts;
  /** Tasks that the engine does not have yet, each with the turn that prepares it; cancelled ones are taken out. */
  readonly #preparing = new Map<Id, symbol>();
  /** Tasks that the engine has. */
  readonly #submitted = new Map<Id, SubmittedTask>();
  /** Tasks at work that were given other settings: once their work has stopped, it begins again. */
  readonly #restarting = new Set<Id>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes a stored task up where it stands: just received, or inspected already, unless somebody has it. A draft's are only inspected. */
  begin(job: JobRecord, task: TaskRecord): void {
    const isDone = job.state === "draft" && task.info !== null;
    if (!isDone && this.#parts.activities.jobOf(task.taskId) === null) this.#begin(job, task);
  }

  /** Takes up everything of a job that nobody has: what of a draft is inspected, once that is started. */
  async takeUp(jobId: Id): Promise<void> {
    const { store } = this.#parts;
    const job = await store.job(jobId);
    let sequence = 0;
    while (job !== null) {
      const tasks = await store.changes(jobId, sequence, takenAtOnce);
      for (const task of tasks) if (!isFinal(task.state)) this.begin(job, task);
      if (tasks.length < takenAtOnce) return;
      sequence = tasks.at(-1)?.sequence ?? sequence;
      // Others are served in between.
      await setImmediate();
    }
  }

  #begin(job: JobRecord, task: TaskRecord): void {
    const { activities, meters, log } = this.#parts;
    activities.entered(task.taskId, job.id);
    if (job.state !== "draft") meters.atWork(job.id);
    this.#prepare(job, task)
      .catch((error: unknown) => this.#failPreparation(job, task, error))
      .catch((error: unknown) => log.error({ taskId: task.taskId, err: error }, "a file's end could not be stored"));
  }

  /** Ends tasks of a job as cancelled: at once where they wait, after a short grace where they run. */
  async cancel(job: JobRecord, taskIds: readonly Id[]): Promise<void> {
    const { engine, activities } = this.#parts;
    engine.cancel(taskIds);
    for (const taskId of taskIds) this.#restarting.delete(taskId);
    // Nobody has a task whose end could not be stored, or whose job was cancelled before a restart.
    const ending = taskIds.filter((taskId) => this.#preparing.delete(taskId) || activities.jobOf(taskId) === null);
    for (const taskId of ending) activities.entered(taskId, job.id);
    await Promise.all(ending.map((taskId) => this.#endAsCancelled(job.id, taskId)));
  }

  /**
   * To be called before a task's settings are changed in the store: what it comes to under the earlier ones is refused there, and then it
   * is begun again.
   */
  willRestart(taskId: Id): void {
    this.#restarting.add(taskId);
  }

  /** Its settings were not changed after all, or it had ended. */
  wontRestart(taskId: Id): void {
    this.#restarting.delete(taskId);
  }

  /** Begins tasks whose settings were changed: at once, or once the engine, which is told to stop with them, has given them back. */
  restart(job: JobRecord, tasks: readonly TaskRecord[]): void {
    const { engine, activities } = this.#parts;
    const isAtEngine = ({ taskId }: TaskRecord) => activities.jobOf(taskId) !== null && !this.#preparing.has(taskId);
    const [stopping, ready] = [tasks.filter(isAtEngine), tasks.filter((task) => !isAtEngine(task))];
    for (const { taskId } of stopping) this.#restarting.add(taskId);
    engine.cancel(stopping.map(({ taskId }) => taskId));
    for (const task of ready) this.#begin(job, task);
  }

  async #endAsCancelled(jobId: Id, taskId: Id): Promise<void> {
    const work = await workOf(this.#parts, jobId, taskId);
    if (work === null) this.#leftForGood(jobId, taskId);
    else await this.#end(jobId, withoutFile(work, { status: "cancelled" }));
  }

  /** Cancels what inspection and the engine have of a deleted job, a slice at a time: others are served in between. */
  async abandon(job: JobRecord): Promise<void> {
    const taskIds = this.#parts.activities.tasksOf(job.id);
    for (let at = 0; at < taskIds.length; at += abandonedAtOnce) {
      await this.cancel(job, taskIds.slice(at, at + abandonedAtOnce));
      await setImmediate();
    }
  }

  async #failPreparation(job: JobRecord, task: TaskRecord, error: unknown): Promise<void> {
    const { taskId } = task;
    if (error instanceof StorageFullError) {
      this.#tryAgainLater(task);
      return;
    }
    this.#parts.log.error({ taskId, err: error }, "a file could not be prepared");
    const work = await workOf(this.#parts, job.id, taskId);
    if (work !== null && this.#preparing.delete(taskId)) await this.#end(job.id, withoutFile(work, failedBy(error)));
  }

  async #prepare({ id: jobId }: JobRecord, { taskId, sourceKey, info: known }: TaskRecord): Promise<void> {
    const turn = Symbol();
    this.#preparing.set(taskId, turn);
    this.#restarting.delete(taskId);
    const isMine = () => this.#preparing.get(taskId) === turn;
    const { engine, blobs, ledger, meters } = this.#parts;
    const inspected = known === null ? await engine.inspect(blobs.pathOf(sourceKey)) : ok(known);
    // Its job's priority may have changed meanwhile, and its settings, and a draft may have been started.
    const work = await workOf(this.#parts, jobId, taskId);
    if (work === null || !isMine()) return this.#notPrepared(jobId, taskId, isMine());
    if (!inspected.ok) return this.#endUninspected(work, inspected.error);
    const info = inspected.value;
    // Nothing comes in between: a start, which takes up what nobody has, finds this task here or left.
    if (work.job.state === "draft") return this.#rest(work.task, info);
    const ready = await ledger.ready(work.job, work.task, info);
    // Cancelled meanwhile, or begun again.
    if (!isMine()) return;
    meters.atWork(jobId);
    if (known === null) this.#keepInfo(work.task, info);
    const whole = wholly(ready);
    const isEnded = whole !== null && (await this.#endReady(work, info, whole));
    const made = isEnded ? null : await this.#parts.samples.claim(jobId, taskId, work.job.settings);
    if (!isMine()) return this.#removeSample(made);
    this.#preparing.delete(taskId);
    // What was ready and is gone is made again.
    if (made !== null) await this.#endSampled(work, info, made);
    else if (!isEnded) this.#submit(work, info, whole === null ? ready : []);
  }

  /** A draft's task waits in the store for the start of its job. */
  #rest(task: TaskRecord, info: ImageInfo): void {
    this.#preparing.delete(task.taskId);
    this.#keepInfo(task, info);
    this.#left(task.jobId, task.taskId);
  }

  /** Ends a task with what was made of it for an estimate, when its job was a draft. */
  async #endSampled({ job: { settings }, task }: Work, info: ImageInfo, made: EngineEnd): Promise<void> {
    const results = made.results.map((result) => (isDelivered(result) ? { ...result, reused: true as const } : result));
    const submitted = { revision: task.revision, settings, ready: settings.outputs.map(() => null) };
    try {
      await this.#endWith(task, { ...made, results, task: { ...made.task, info } }, submitted, { encodeMs: null });
    } finally {
      await this.#removeSample(made);
    }
  }

  async #removeSample(made: EngineEnd | null): Promise<void> {
    if (made !== null) await this.#parts.samples.remove(made);
  }

  /** Its job was deleted; or somebody else has it by now. */
  #notPrepared(jobId: Id, taskId: Id, isMine: boolean): void {
    if (!isMine) return;
    this.#preparing.delete(taskId);
    this.#leftForGood(jobId, taskId);
  }

  async #endUninspected(work: Work, error: Failure): Promise<void> {
    const { task } = work;
    if (!this.#preparing.delete(task.taskId) || error.code === "unavailable") return;
    if (error.code === "storageFull") this.#tryAgainLater(task);
    else await this.#endOrWait(task.jobId, withoutFile(work, { status: "failed", error }));
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
  async #endReady({ job, task }: Work, info: ImageInfo, ready: readonly ReadyOutput[]): Promise<boolean> {
    const outputs = outputEnds(this.#parts, task, info, job.settings, ready);
    const outcome = await this.#end(job.id, { taskId: task.taskId, revision: task.revision, outputs, encodeMs: null });
    if (outcome === "stored") this.#parts.ledger.taskServed();
    return outcome !== "gone";
  }

  #submit({ job, task: source }: Work, info: ImageInfo, ready: ReadyOutputs): void {
    const { id: jobId, priority, toppedAt, settings } = job;
    const { taskId: id, sourceKey, revision } = source;
    const submitted = { revision, settings, ready: settings.outputs.map((_, at) => ready[at] ?? null) };
    this.#submitted.set(id, submitted);
    const task = { id, jobId, priority, toppedAt, info, settings: settingsToEncode(submitted) };
    this.#parts.engine.submit([{ task, sourceFile: this.#parts.blobs.pathOf(sourceKey) }]);
  }

  /** The engine's word that a task has ended: the files first, then the rows. Only then is the task done. */
  async ended(end: EngineEnd): Promise<void> {
    const { store, meters } = this.#parts;
    const { task, course } = end;
    const submitted = this.#submitted.get(task.id);
    this.#submitted.delete(task.id);
    const record = await store.task(task.id);
    // Its job was deleted while it ran.
    if (record === null || submitted === undefined) return this.#leftForGood(task.jobId, task.id);
    if (record.revision !== submitted.revision) return this.#beginAgain(task.jobId, task.id);
    const run = meters.runOf(course, task.info);
    await this.#endWith(record, end, submitted, { encodeMs: course.runMs, peakBytes: course.peakBytes, ...run });
  }

  async #endWith(
    record: TaskRecord,
    end: EngineEnd,
    submitted: SubmittedTask,
    measured: Omit<TaskEnd, "taskId" | "revision" | "outputs">,
  ): Promise<void> {
    const { outputs, newKeys } = await takeOutputs(this.#parts, record, end, submitted);
    const taskEnd = { taskId: record.taskId, revision: submitted.revision, outputs, ...measured };
    if (outputs.some(({ result }) => lackedRoom(result))) {
      await this.#parts.blobs.delete(newKeys);
      this.#tryAgainLater(record);
    } else if (newKeys.length === 0) await this.#endOrWait(record.jobId, taskEnd);
    else await this.#endWithFiles(record, end.task.info, taskEnd, newKeys);
  }

  async #endWithFiles(record: TaskRecord, info: ImageInfo, end: TaskEnd, newKeys: readonly string[]): Promise<void> {
    const { blobs, log } = this.#parts;
    try {
      const outcome = await this.#end(record.jobId, end);
      if (outcome !== "stored") await blobs.delete(newKeys);
      if (outcome === "gone") await this.#makeAll(record, info);
    } catch (error) {
      await blobs.delete(newKeys);
      if (error instanceof StorageFullError) {
        this.#tryAgainLater(record);
        return;
      }
      log.error({ taskId: record.taskId, err: error }, "a result could not be stored");
      const results = end.outputs.map(() => ({ result: failedBy(error), key: null, paths: [] }));
      await this.#endOrWait(record.jobId, { ...end, outputs: results });
    }
  }

  /** Ends a task that brings no file. Where the disk has no room for its row, that waits. */
  async #endOrWait(jobId: Id, end: TaskEnd): Promise<void> {
    try {
      await this.#end(jobId, end);
    } catch (error) {
      if (!(error instanceof StorageFullError)) throw error;
      this.#parts.activities.entered(end.taskId, jobId);
      this.#parts.room.wait(async () => {
        // Its owner may have cancelled it meanwhile: it ends once.
        await this.#endOrWait(jobId, end);
      });
    }
  }

  /** The disk has no room for what a task would come to: it is tried again from where it stands in the store once there is room. */
  #tryAgainLater({ taskId, jobId }: TaskRecord): void {
    const { activities, room } = this.#parts;
    activities.entered(taskId, jobId);
    activities.queued(taskId);
    this.#preparing.set(taskId, Symbol());
    room.wait(async () => {
      // Cancelled meanwhile.
      if (!this.#preparing.delete(taskId)) return;
      const [job, task] = [await this.#parts.store.job(jobId), await this.#parts.store.task(taskId)];
      if (job === null || task === null || isFinal(task.state)) this.#leftForGood(jobId, taskId);
      else this.#begin(job, task);
    });
  }

  /** What a task came to is outdated: it has other settings by now. */
  async #beginAgain(jobId: Id, taskId: Id): Promise<void> {
    this.#parts.activities.queued(taskId);
    // Cancelled meanwhile.
    if (!this.#restarting.delete(taskId)) return this.#endAsCancelled(jobId, taskId);
    const work = await workOf(this.#parts, jobId, taskId);
    if (work === null || isFinal(work.task.state)) this.#leftForGood(jobId, taskId);
    else this.#begin(work.job, work.task);
  }

  /** What was ready of a task went with its job while the rest was encoded. */
  async #makeAll(record: TaskRecord, info: ImageInfo): Promise<void> {
    const work = await workOf(this.#parts, record.jobId, record.taskId);
    if (work === null) this.#leftForGood(record.jobId, record.taskId);
    else this.#submit(work, info, []);
  }

  async #end(jobId: Id, end: TaskEnd): Promise<EndOutcome> {
    const { store, bell } = this.#parts;
    const ending = store.end(end).then(
      (outcome) => {
        if (outcome !== "gone" && outcome !== "outdated") this.#left(jobId, end.taskId);
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
    if (outcome === "outdated") await this.#beginAgain(jobId, end.taskId);
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

  /** A sealed job is finished once its last task has ended; where the disk has no room for that, once it has. */
  async finishJob(jobId: Id): Promise<void> {
    const { store, meters, room, bell } = this.#parts;
    try {
      const state = await store.finishJob(jobId, Date.now());
      if (state === null || isOver(state)) meters.jobEnded(jobId);
    } catch (error) {
      if (!(error instanceof StorageFullError)) throw error;
      room.wait(() => this.finishJob(jobId).then(() => bell.ring(jobId)));
    }
  }
}

const lackedRoom = (result: TaskResult): boolean => result.status === "failed" && result.error.code === "storageFull";

/** All outputs of a task; null where one is to be encoded. */
const wholly = (ready: ReadyOutputs): readonly ReadyOutput[] | null => (ready.every((output) => output !== null) ? ready : null);
