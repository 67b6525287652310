import {
  codecRefusal,
  fail,
  type Id,
  isFinal,
  isOver,
  type JobRecord,
  type JobView,
  ok,
  type Result,
  type TaskRecord,
  takesFiles,
} from "@pixelmill/core";
import { changedJob } from "./changedJob.ts";
import { deleteWhole } from "./deletion.ts";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import { withPreviews } from "./previews.ts";
import type { Processing } from "./processing.ts";
import type { Owner, Service } from "./service.ts";
import { taskPages } from "./taskPages.ts";
import { jobView, taskView } from "./views.ts";

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
    const { draft = false, ...wished } = request;
    const refusal = codecRefusal(request.settings, codecs);
    if (refusal !== null) return fail(refusal);
    const job: JobRecord = {
      id: newId(),
      owner,
      state: draft ? "draft" : "open",
      ...wished,
      revision: 0,
      toppedAt: null,
      createdAt: Date.now(),
      reopenedAt: null,
      finishedAt: null,
    };
    await store.createJob(job);
    return ok(await jobView(job, this.#parts));
  }

  async start(owner: Owner, request: Parameters<Service["startJob"]>[1]): Promise<Result<JobView>> {
    const refusal = codecRefusal(request.settings, this.#parts.codecs);
    if (refusal !== null) return fail(refusal);
    const { jobId } = request;
    return this.#parts.uses.during(jobId, () => this.#withJob(owner, jobId, (job) => this.#start(job, request)));
  }

  async #start({ id, state }: JobRecord, { settings, sealed }: Parameters<Service["startJob"]>[1]): Promise<void> {
    if (isOver(state)) return;
    const { store, samples } = this.#parts;
    if (state === "draft") {
      await store.startJob(id, { settings, state: sealed ? "sealed" : "open", at: Date.now() });
      const started = await store.job(id);
      if (started !== null) samples.started(id, started.settings);
    }
    await this.#processing.takeUp(id);
    await this.#processing.finishJob(id);
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
      if (!isOver(job.state)) await this.#cancel(job);
    });
  }

  async delete(owner: Owner, jobId: Id): Promise<Result<null>> {
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    await deleteWhole(this.#parts, this.#processing, job.value, null);
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

  retryTasks(owner: Owner, request: Parameters<Service["retryTasks"]>[1]): ReturnType<Service["retryTasks"]> {
    return this.#parts.uses.during(request.jobId, () => this.#retryTasks(owner, request));
  }

  async #retryTasks(owner: Owner, { jobId, taskIds }: Parameters<Service["retryTasks"]>[1]): ReturnType<Service["retryTasks"]> {
    const { store, bell } = this.#parts;
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    const tasks = (await this.#ownTasks(jobId, taskIds)).filter(({ state }) => state === "failed" || state === "cancelled");
    // Asked for together they share commits; the job's state is first, so that no task is ahead of an ended job.
    const sealed = tasks.length > 0 && !takesFiles(job.value.state) ? store.setJobState(jobId, "sealed", null) : null;
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
    await blobs.delete(withPreviews(dropped));
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
    return changedJob(this.#parts, owner, jobId);
  }

  /** The job's end comes first, so that nothing more is received; then its tasks end. */
  async #cancel(job: JobRecord): Promise<void> {
    const { store, meters, samples } = this.#parts;
    await store.setJobState(job.id, "cancelled", Date.now());
    samples.forget(job.id);
    const active: Id[] = [];
    for await (const page of taskPages(store, job.id, { states: ["received", "queued"] }))
      active.push(...page.map(({ taskId }) => taskId));
    await this.#processing.cancel(job, active);
    // Where it was at rest, no task's end says so.
    meters.jobEnded(job.id);
  }

  async #ownTasks(jobId: Id, taskIds: readonly Id[]): Promise<TaskRecord[]> {
    const tasks = await Promise.all(taskIds.map((taskId) => this.#parts.store.task(taskId)));
    return tasks.filter((task) => task !== null && task.jobId === jobId) as TaskRecord[];
  }
}
