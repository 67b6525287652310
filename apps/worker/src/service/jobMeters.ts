import { type Id, type ImageInfo, PoolRecorder, pixelCount, type TaskCourse, type TaskRun } from "@pixelmill/core";
import { clock } from "../engine/clock.ts";
import type { Parts } from "./parts.ts";

/** Between two writes of what was measured for jobs at work, in milliseconds: a kill loses no more. */
const intervalMs = 10_000;

type MeterParts = Pick<Parts, "store" | "engine" | "activities" | "log">;

/**
 * Measures for job reports: the recorder of a job hears what happens to the pool while a task of the job is at work, and is
 * stored from time to time and when the job has ended. Ended jobs have none, so that it does not grow.
 */
export class JobMeters {
  readonly #parts: MeterParts;
  readonly #recorders = new Map<Id, PoolRecorder>();
  /** Jobs with a task at work, whose recorders hear what happens. */
  readonly #following = new Set<Id>();
  #engine: number | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: MeterParts) {
    this.#parts = parts;
  }

  /** To be called once the engine has started, before the first task. Where that cannot be stored, tasks run unmeasured. */
  async start(): Promise<void> {
    const { store, engine, log } = this.#parts;
    try {
      this.#engine = await store.beginEngine(clock(), engine.configuration());
    } catch (error) {
      log.error({ err: error }, "the engine's start could not be stored: reports will lack what runs until the next");
    }
    this.#timer = setInterval(() => this.#writeAll(), intervalMs).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all([...this.#recorders.keys()].map((jobId) => this.write(jobId)));
  }

  /** A task of the job has come to inspection or the engine. */
  atWork(jobId: Id): void {
    const recorder = this.#recorders.get(jobId) ?? new PoolRecorder(clock());
    this.#recorders.set(jobId, recorder);
    if (!this.#following.has(jobId)) this.#parts.engine.follow(recorder);
    this.#following.add(jobId);
  }

  /** To be called when a task of the job has left: a job at rest is not measured. */
  left(jobId: Id): void {
    const recorder = this.#recorders.get(jobId);
    if (recorder === undefined || this.#parts.activities.isAtWork(jobId) || !this.#following.delete(jobId)) return;
    this.#parts.engine.unfollow(recorder);
  }

  /** To be called when the job has ended, or is gone: what was measured is stored, once its last task has left. */
  jobEnded(jobId: Id): void {
    if (this.#parts.activities.isAtWork(jobId)) return;
    // Kept until it is stored: a report that is asked for meanwhile waits for that.
    void this.write(jobId).then(() => {
      if (!this.#following.has(jobId)) this.#recorders.delete(jobId);
    });
  }

  /** How a task of this start of the engine ran, as its end stores it. */
  runOf(course: TaskCourse, info: ImageInfo): { readonly run?: TaskRun } {
    return this.#engine === null ? {} : { run: { engine: this.#engine, course, pixels: pixelCount(info) } };
  }

  /** Stores what was measured for a job at work so far. Never rejects: where that fails, as on a full disk, it is logged. */
  async write(jobId: Id): Promise<void> {
    const { store, log } = this.#parts;
    try {
      const metrics = this.#recorders.get(jobId)?.snapshot(clock());
      if (metrics !== undefined) await store.putPoolMetrics(jobId, metrics);
    } catch (error) {
      log.error({ jobId, err: error }, "what was measured for a job could not be stored");
    }
  }

  #writeAll(): void {
    for (const jobId of this.#following) void this.write(jobId);
  }
}
