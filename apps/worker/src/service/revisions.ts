import {
  codecRefusal,
  fail,
  failure,
  type Id,
  type JobRecord,
  type JobView,
  maxOtherSettings,
  type Result,
  type TaskRecord,
} from "@pixelmill/core";
import { changedJob } from "./changedJob.ts";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import { withPreviews } from "./previews.ts";
import type { Processing } from "./processing.ts";
import type { Owner, Service } from "./service.ts";
import { taskPages } from "./taskPages.ts";

/** Tasks given other settings at a time. */
const sliceSize = 1000;

/**
 * Other settings for a job, or for some of its tasks. What was made under earlier ones is dropped and made again from the stored
 * originals; what is at work begins again.
 */
export class Revisions {
  readonly #parts: Parts;
  readonly #processing: Processing;

  constructor(parts: Parts, processing: Processing) {
    this.#parts = parts;
    this.#processing = processing;
  }

  revise(owner: Owner, request: Parameters<Service["reviseJob"]>[1]): Promise<Result<JobView>> {
    return this.#parts.uses.during(request.jobId, () => this.#revise(owner, request));
  }

  async #revise(owner: Owner, { jobId, settings, taskIds }: Parameters<Service["reviseJob"]>[1]): Promise<Result<JobView>> {
    const { store, codecs } = this.#parts;
    const refusal = codecRefusal(settings, codecs);
    if (refusal !== null) return fail(refusal);
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    if (job.value.state === "draft")
      return fail(failure("invalidRequest", { reason: "a draft gets its settings when it is started." }));
    const revision = await store.revise(jobId, settings, taskIds === undefined ? "all" : "some");
    if (revision === null) return fail(failure("tooManyRevisions", { limit: maxOtherSettings }));
    await this.#rerunAll(job.value, revision, taskIds ?? (await this.#allTasks(jobId)));
    await this.#processing.finishJob(jobId);
    return changedJob(this.#parts, owner, jobId);
  }

  async #rerunAll({ id: jobId, state }: JobRecord, revision: number, taskIds: readonly Id[]): Promise<void> {
    const { store } = this.#parts;
    for (let at = 0; at < taskIds.length; at += sliceSize) {
      // Asked for together they share commits; the job's state is first, so that no task is ahead of an ended job.
      const sealed = state === "open" ? null : store.setJobState(jobId, "sealed", null);
      const rerunning = Promise.all(taskIds.slice(at, at + sliceSize).map((taskId) => this.#rerun(jobId, taskId, revision)));
      // Waited for as one: on a full disk both fail.
      const [, tasks] = await Promise.all([sealed, rerunning]);
      // Read now: it may have been changed while that was stored.
      const job = await store.job(jobId);
      if (job === null) return;
      this.#processing.restart(
        job,
        tasks.filter((task) => task !== null),
      );
    }
  }

  /** The task as it is to be made again; null where it is as it should be. */
  async #rerun(jobId: Id, taskId: Id, revision: number): Promise<TaskRecord | null> {
    const { store, blobs } = this.#parts;
    if ((await store.task(taskId))?.jobId !== jobId) return null;
    this.#processing.willRestart(taskId);
    const reopened = await store.rerun(taskId, revision).catch((error: unknown) => {
      this.#processing.wontRestart(taskId);
      throw error;
    });
    if (reopened?.wasActive !== true) this.#processing.wontRestart(taskId);
    if (reopened === null) return null;
    await blobs.delete(withPreviews(reopened.dropped));
    return store.task(taskId);
  }

  async #allTasks(jobId: Id): Promise<Id[]> {
    const ids: Id[] = [];
    for await (const page of taskPages(this.#parts.store, jobId)) ids.push(...page.map(({ taskId }) => taskId));
    return ids;
  }
}
