import {
  defaultSettings,
  type Id,
  type JobStore,
  type OutputRecord,
  type ReceivedSource,
  type TaskRecord,
} from "@pixelmill/core";
import { aJob, aSource, delivered } from "../testing/samples.ts";

/** An implementation under test. */
export interface JobStoreUnderTest {
  readonly store: JobStore;
  /** Closes the store and opens it again with what it holds. */
  reopen(): Promise<JobStore>;
  discard(): Promise<void>;
}

/** The store of the running test, and what most tests begin with. */
export class JobStoreHarness {
  readonly #create: () => Promise<JobStoreUnderTest>;
  #subject: JobStoreUnderTest | null = null;
  #store: JobStore | null = null;

  constructor(create: () => Promise<JobStoreUnderTest>) {
    this.#create = create;
  }

  get store(): JobStore {
    if (this.#store === null) throw new Error("No test is running.");
    return this.#store;
  }

  async begin(): Promise<void> {
    this.#subject = await this.#create();
    this.#store = this.#subject.store;
  }

  async reopen(): Promise<void> {
    this.#store = (await this.#subject?.reopen()) ?? null;
  }

  async end(): Promise<void> {
    await this.#subject?.discard();
  }

  /** Id of a new, open job. */
  async newJob(settings = defaultSettings, owner = "owner"): Promise<Id> {
    const job = aJob({ settings, owner });
    await this.store.createJob(job);
    return job.id;
  }

  /** Id of a new task in state `received`. */
  async received(jobId: Id, changes: Partial<ReceivedSource> = {}): Promise<Id> {
    const source = aSource(jobId, changes);
    await this.store.receive(source);
    return source.taskId;
  }

  /** Deletes a job whole. Gives the blob keys that were its alone. */
  async deleted(jobId: Id): Promise<string[]> {
    return (await Array.fromAsync(this.store.deleteJob(jobId))).flat();
  }

  async taskOf(taskId: Id): Promise<TaskRecord> {
    const task = await this.store.task(taskId);
    if (task === null) throw new Error(`no task ${taskId}`);
    return task;
  }

  /** The first output of a task that has ended. */
  async outputOf(taskId: Id): Promise<OutputRecord> {
    const [output] = (await this.taskOf(taskId)).outputs;
    if (output === undefined) throw new Error(`no output of ${taskId}`);
    return output;
  }

  /** The path that a new task's output gets. */
  async endWithPaths(jobId: Id, paths: Iterable<string>): Promise<string | null> {
    const taskId = await this.received(jobId);
    await this.store.end(delivered(taskId, { paths }));
    return (await this.outputOf(taskId)).path;
  }
}
