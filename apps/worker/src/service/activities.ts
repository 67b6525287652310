import type { EncoderId, Id } from "@pixelmill/core";

/** Which tasks are being encoded now, and by which encoder. Known while running only, never stored. */
export class Activities {
  readonly #running = new Map<Id, EncoderId>();
  /** The job of each task that inspection or the engine has. */
  readonly #jobs = new Map<Id, Id>();

  entered(taskId: Id, jobId: Id): void {
    this.#jobs.set(taskId, jobId);
  }

  running(taskId: Id, encoder: EncoderId): void {
    this.#running.set(taskId, encoder);
  }

  queued(taskId: Id): void {
    this.#running.delete(taskId);
  }

  left(taskId: Id): void {
    this.#running.delete(taskId);
    this.#jobs.delete(taskId);
  }

  isRunning(taskId: Id): boolean {
    return this.#running.has(taskId);
  }

  jobOf(taskId: Id): Id | null {
    return this.#jobs.get(taskId) ?? null;
  }

  runningOf(jobId: Id): { readonly taskId: Id; readonly encoder: EncoderId }[] {
    return [...this.#running]
      .filter(([taskId]) => this.#jobs.get(taskId) === jobId)
      .map(([taskId, encoder]) => ({ taskId, encoder }));
  }

  /** Unfinished tasks of all jobs but this one. */
  othersOf(jobId: Id): number {
    let others = 0;
    for (const job of this.#jobs.values()) if (job !== jobId) others += 1;
    return others;
  }
}
