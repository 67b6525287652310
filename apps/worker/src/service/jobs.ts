import {
  codecRefusal,
  fail,
  type Id,
  isFinal,
  type JobRecord,
  type JobView,
  ok,
  type Result,
  type TaskRecord,
  type TaskState,
} from "@pixelmill/core";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { Processing } from "./processing.ts";
import type { Owner, Service } from "./service.ts";
import { jobView, taskView } from "./views.ts";

const pageSize = 1000;

/** Jobs and their tasks, as their owner handles them. */
export class Jobs {
  readonly #parts: Parts;
  readonly #processing: Processing;

  constructor(parts: Parts, processing: Processing) {
    this.#parts = parts;
    this.#processing = processing;
  }

  async create(owner: Owner, request: Parameters<Service["createJob"]>[1]): Promise<Result<JobView>> {
    const { store, newId, codecs } = this.#parts;
    const refusal = codecRefusal(request.settings, codecs);
    if (refusal !== null) return fail(refusal);
    const job: JobRecord = {
      id: newId(),
      owner,
      state: "open",
      ...request,
      toppedAt: null,
      createdAt: Date.now(),
      finishedAt: null,
    };
    await store.createJob(job);
    return ok(await jobView(job, this.#parts));
  }

  get(owner: Owner, jobId: Id): Promise<Result<JobView>> {
    return this.#withJob(owner, jobId, () => {});
  }

  async list(owner: Owner): Promise<readonly JobView[]> {
    const jobs = await this.#parts.store.jobs(owner);
    return Promise.all(jobs.map((job) => jobView(job, this.#parts)));
  }

  seal(owner: Owner, jobId: Id): Promise<Result<JobView>> {
    return this.#withJob(owner, jobId, async (job) => {
      if (job.state !== "open") return;
      await Promise.all([this.#parts.store.setJobState(jobId, "sealed", null), this.#processing.finishJob(jobId)]);
    });
  }

  cancel(owner: Owner, jobId: Id): Promise<Result<JobView>> {
    return this.#withJob(owner, jobId, async (job) => {
      if (job.state === "open" || job.state === "sealed") await this.#cancel(job);
    });
  }

  async delete(owner: Owner, jobId: Id): Promise<Result<null>> {
    const { store, blobs, bell, meters } = this.#parts;
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    for await (const keys of store.deleteJob(jobId)) {
      // From the first slice on the job is gone: what its tasks come to is not stored any more.
      await this.#processing.abandon(job.value);
      await blobs.delete(keys);
    }
    // Where it was at rest, no task's end says so.
    meters.jobEnded(jobId);
    bell.ring(jobId);
    return ok(null);
  }

  async tasks(owner: Owner, { jobId, ...page }: Parameters<Service["tasks"]>[1]): ReturnType<Service["tasks"]> {
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    const { states, offset, limit } = page;
    const records = await this.#parts.store.tasks(jobId, { offset, limit, ...(states === undefined ? {} : { states }) });
    return ok(records.map((record) => taskView(record, this.#parts)));
  }

  async cancelTasks(owner: Owner, { jobId, taskIds }: Parameters<Service["cancelTasks"]>[1]): ReturnType<Service["cancelTasks"]> {
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    const active = (await this.#ownTasks(jobId, taskIds)).filter(({ state }) => !isFinal(state)).map(({ taskId }) => taskId);
    await this.#processing.cancel(job.value, active);
    return ok({ cancelled: active.length });
  }

  async retryTasks(owner: Owner, { jobId, taskIds }: Parameters<Service["retryTasks"]>[1]): ReturnType<Service["retryTasks"]> {
    const { store, bell } = this.#parts;
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    const tasks = (await this.#ownTasks(jobId, taskIds)).filter(({ state }) => state === "failed" || state === "cancelled");
    // Asked for together they share commits; the job's state is first, so that no task is ahead of an ended job.
    const sealed = tasks.length > 0 && job.value.state !== "open" ? store.setJobState(jobId, "sealed", null) : null;
    const reopening = Promise.all(tasks.map(({ taskId }) => this.#retry(jobId, taskId)));
    // Waited for as one: on a full disk both fail.
    const [, reopened] = await Promise.all([sealed, reopening]);
    await this.#processing.finishJob(jobId);
    bell.ring(jobId);
    return ok({ retried: reopened.filter((isReopened) => isReopened).length });
  }

  async #retry(jobId: Id, taskId: Id): Promise<boolean> {
    const { store, blobs } = this.#parts;
    const dropped = await store.reopen(taskId);
    if (dropped === null) return false;
    await blobs.delete(dropped);
    const task = await store.task(taskId);
    // Read now: its priority may have changed while the reopening was stored.
    const job = await store.job(jobId);
    if (task !== null && job !== null) this.#processing.begin(job, task);
    return true;
  }

  /** Changes a job of the owner's and gives it as it is then. */
  async #withJob(owner: Owner, jobId: Id, change: (job: JobRecord) => void | Promise<void>): Promise<Result<JobView>> {
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    await change(job.value);
    this.#parts.bell.ring(jobId);
    const changed = await ownJob(this.#parts, owner, jobId);
    return changed.ok ? ok(await jobView(changed.value, this.#parts)) : changed;
  }

  /** The job's end comes first, so that nothing more is received; then its tasks end. */
  async #cancel(job: JobRecord): Promise<void> {
    const { store, meters } = this.#parts;
    await store.setJobState(job.id, "cancelled", Date.now());
    const states: TaskState[] = ["received", "queued"];
    const active: Id[] = [];
    for (let offset = 0; ; offset += pageSize) {
      const page = await store.tasks(job.id, { states, offset, limit: pageSize });
      active.push(...page.map(({ taskId }) => taskId));
      if (page.length < pageSize) break;
    }
    await this.#processing.cancel(job, active);
    // Where it was at rest, no task's end says so.
    meters.jobEnded(job.id);
  }

  async #ownTasks(jobId: Id, taskIds: readonly Id[]): Promise<TaskRecord[]> {
    const tasks = await Promise.all(taskIds.map((taskId) => this.#parts.store.task(taskId)));
    return tasks.filter((task) => task !== null && task.jobId === jobId) as TaskRecord[];
  }
}
