import { type Id, type JobView, ok, type Result } from "@pixelmill/core";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { Owner, Service } from "./service.ts";
import { jobView } from "./views.ts";

/**
 * What is to go first, as owners change it. A job's priority and its place at the top are stored and hold over a restart;
 * single tasks moved to the top are so only while the service runs.
 */
export class Urgency {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async setPriority(owner: Owner, { jobId, priority }: Parameters<Service["setPriority"]>[1]): Promise<Result<JobView>> {
    const { store, engine } = this.#parts;
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    // Stored first: what is submitted from now on has it by itself.
    await store.setJobPriority(jobId, priority);
    engine.setPriority(jobId, priority);
    return this.#changed(owner, jobId);
  }

  async moveJobToTop(owner: Owner, jobId: Id): Promise<Result<JobView>> {
    const { store, engine } = this.#parts;
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    await store.moveJobToTop(jobId, Date.now());
    const moved = await store.job(jobId);
    if (moved !== null && moved.toppedAt !== null) engine.moveJobToTop(jobId, moved.toppedAt);
    return this.#changed(owner, jobId);
  }

  async moveTasksToTop(
    owner: Owner,
    { jobId, taskIds }: Parameters<Service["moveTasksToTop"]>[1],
  ): ReturnType<Service["moveTasksToTop"]> {
    const { engine, activities } = this.#parts;
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    engine.moveToTop(taskIds.filter((taskId) => activities.jobOf(taskId) === jobId));
    return ok(null);
  }

  async #changed(owner: Owner, jobId: Id): Promise<Result<JobView>> {
    this.#parts.bell.ring(jobId);
    const job = await ownJob(this.#parts, owner, jobId);
    return job.ok ? ok(await jobView(job.value, this.#parts)) : job;
  }
}
