import type { EncoderId, Id } from "@pixelmill/core";

/** A task that an encoder is at. */
export interface RunningTask {
  readonly taskId: Id;
  readonly encoder: EncoderId;
  /** Unix time in milliseconds. */
  readonly startedAt: number;
}

/** Which tasks are being encoded now, and by which encoder. Known while running only, never stored. */
export class Activities {
  readonly #running = new Map<Id, Omit<RunningTask, "taskId">>();
  /** The job of each task that inspection or the engine has. */
  readonly #jobs = new Map<Id, Id>();
  /** How many tasks of each job that is. */
  readonly #counts = new Map<Id, number>();

  entered(taskId: Id, jobId: Id): void {
    if (this.#jobs.has(taskId)) return;
    this.#jobs.set(taskId, jobId);
    this.#counts.set(jobId, this.#countOf(jobId) + 1);
  }

  /** `startedAt`: Unix time in milliseconds. */
  running(taskId: Id, encoder: EncoderId, startedAt = Date.now()): void {
    this.#running.set(taskId, { encoder, startedAt });
  }

  queued(taskId: Id): void {
    this.#running.delete(taskId);
  }

  left(taskId: Id): void {
    this.#running.delete(taskId);
    const jobId = this.#jobs.get(taskId);
    if (jobId === undefined) return;
    this.#jobs.delete(taskId);
    const left = this.#countOf(jobId) - 1;
    if (left > 0) this.#counts.set(jobId, left);
    else this.#counts.delete(jobId);
  }

  isRunning(taskId: Id): boolean {
    return this.#running.has(taskId);
  }

  jobOf(taskId: Id): Id | null {
    return this.#jobs.get(taskId) ?? null;
  }

  runningOf(jobId: Id): RunningTask[] {
    return [...this.#running]
      .filter(([taskId]) => this.#jobs.get(taskId) === jobId)
      .map(([taskId, running]) => ({ taskId, ...running }));
  }

  /** Tasks of the job that inspection or the engine has. */
  tasksOf(jobId: Id): Id[] {
    return [...this.#jobs].filter(([, ofTask]) => ofTask === jobId).map(([taskId]) => taskId);
  }

  /** Whether inspection or the engine has a task of the job. */
  isAtWork(jobId: Id): boolean {
    return this.#counts.has(jobId);
  }

  /** Unfinished tasks of all jobs but this one. */
  othersOf(jobId: Id): number {
    return this.#jobs.size - this.#countOf(jobId);
  }

  #countOf(jobId: Id): number {
    return this.#counts.get(jobId) ?? 0;
  }
}
