import type { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import {
  type EndOutcome,
  type EngineConfiguration,
  type EngineRun,
  type ExpiredJob,
  finalState,
  type Id,
  type ImageInfo,
  isDelivered,
  isFinal,
  type JobLimits,
  type JobRecord,
  type JobRun,
  type JobStart,
  type JobState,
  type JobStore,
  type JobTotals,
  type KnownOutput,
  type OutputEnd,
  type PoolMetrics,
  type Priority,
  type ReceivedSource,
  type ReceiveOutcome,
  type ReopenedTask,
  type Settings,
  type SettingsRevision,
  type TaskEnd,
  type TaskRecord,
  takesFiles,
} from "@pixelmill/core";
import { BlobKeys } from "./blobKeys.ts";
import { openDatabase } from "./database.ts";
import { GroupCommit } from "./groupCommit.ts";
import { JobDeletion } from "./jobDeletion.ts";
import { JobTable } from "./jobTable.ts";
import { LedgerTable } from "./ledgerTable.ts";
import { OutputPathChoice } from "./outputPathChoice.ts";
import { type OutputRow, OutputTable } from "./outputTable.ts";
import { RevisionTable } from "./revisionTable.ts";
import { RunTable } from "./runTable.ts";
import { type TaskPage, TaskTable } from "./taskTable.ts";
import { type CountedTask, Totals } from "./totals.ts";

/**
 * The job store in one SQLite file. It has one writer: hold the directory's lock (directoryLock.ts) while it is open.
 * A write rejects with {@link StorageFullError} where the disk is full, and then none of it is stored.
 */
export class SqliteJobStore implements JobStore {
  readonly #database: DatabaseSync;
  readonly #group: GroupCommit;
  readonly #jobs: JobTable;
  readonly #tasks: TaskTable;
  readonly #outputs: OutputTable;
  readonly #totals: Totals;
  readonly #outputPaths: OutputPathChoice;
  readonly #blobKeys: BlobKeys;
  readonly #revisions: RevisionTable;
  readonly #runs: RunTable;
  readonly #ledger: LedgerTable;
  readonly #deletion: JobDeletion;

  /** Opens the file, made where there is none, and brings it up to date. Throws as {@link openDatabase} does. */
  constructor(file: string) {
    this.#database = openDatabase(file);
    this.#group = new GroupCommit(this.#database);
    this.#jobs = new JobTable(this.#database);
    this.#tasks = new TaskTable(this.#database);
    this.#outputs = new OutputTable(this.#database);
    this.#totals = new Totals(this.#database);
    this.#outputPaths = new OutputPathChoice(this.#database);
    this.#blobKeys = new BlobKeys(this.#database);
    this.#revisions = new RevisionTable(this.#database);
    this.#runs = new RunTable(this.#database);
    this.#ledger = new LedgerTable(this.#database);
    this.#deletion = new JobDeletion(this.#database);
  }

  createJob(job: JobRecord): Promise<void> {
    return this.#group.write(() => this.#jobs.insert(job));
  }

  async job(jobId: Id): Promise<JobRecord | null> {
    return this.#jobs.byId(jobId);
  }

  async jobs(owner: string): Promise<readonly JobRecord[]> {
    return this.#jobs.byOwner(owner);
  }

  async activeJobs(): Promise<readonly JobRecord[]> {
    return this.#jobs.active();
  }

  setJobState(jobId: Id, state: JobState, finishedAt: number | null): Promise<void> {
    return this.#group.write(() => this.#jobs.setState(jobId, state, finishedAt));
  }

  finishJob(jobId: Id, at: number): Promise<JobState | null> {
    return this.#group.write(() => {
      this.#jobs.finish(jobId, at);
      return this.#jobs.byId(jobId)?.state ?? null;
    });
  }

  revise(jobId: Id, settings: Settings, scope: "all" | "some"): Promise<number | null> {
    return this.#group.write(() => {
      const job = this.#jobs.byId(jobId);
      return job === null ? null : this.#revisions.revise(job, settings, scope);
    });
  }

  async settingsOf(jobId: Id, revision: number): Promise<Settings | null> {
    const job = this.#jobs.byId(jobId);
    return job?.revision === revision ? job.settings : this.#revisions.settingsOf(jobId, revision);
  }

  async otherSettings(jobId: Id): Promise<readonly SettingsRevision[]> {
    return this.#revisions.others(jobId);
  }

  startJob(jobId: Id, start: JobStart): Promise<void> {
    return this.#group.write(() => {
      const outputs = this.#jobs.byId(jobId)?.settings.outputs.length;
      if (!this.#jobs.start(jobId, start) || start.settings.outputs.length === outputs) return;
      this.#outputs.repeatFirst(jobId, start.settings.outputs.length);
      this.#tasks.changed(jobId, ["failed", "cancelled"]);
    });
  }

  setJobPriority(jobId: Id, priority: Priority): Promise<void> {
    return this.#group.write(() => this.#jobs.setPriority(jobId, priority));
  }

  moveJobToTop(jobId: Id, at: number): Promise<void> {
    return this.#group.write(() => this.#jobs.moveToTop(jobId, at));
  }

  async *deleteJob(jobId: Id, expiredAt: number | null = null): AsyncGenerator<readonly string[]> {
    for (;;) {
      const { keys, isLast } = await this.#group.write(() => this.#deletion.deleteSlice(jobId, expiredAt));
      yield keys;
      if (isLast) break;
    }
    this.#outputPaths.forget(jobId);
  }

  async endedJobs(before: number, limit: number): Promise<readonly JobRecord[]> {
    return this.#jobs.ended(before, limit);
  }

  async expiredJob(jobId: Id): Promise<ExpiredJob | null> {
    return this.#deletion.expired(jobId);
  }

  async deletedJobs(): Promise<readonly Id[]> {
    return this.#deletion.begun();
  }

  receive(source: ReceivedSource, limits?: JobLimits): Promise<ReceiveOutcome> {
    return this.#group.write(() => {
      if (this.#tasks.byId(source.taskId) !== null) return "existing";
      const job = this.#jobs.byId(source.jobId);
      if (job === null || !takesFiles(job.state)) return "closed";
      const exceeded = limits === undefined ? null : this.#exceeded(source, limits);
      if (exceeded !== null) return exceeded;
      this.#tasks.insert(source, job.revision);
      this.#totals.add({ ...source, state: "received", outputs: [] });
      return "added";
    });
  }

  setInspected(taskId: Id, info: ImageInfo): Promise<void> {
    return this.#group.write(() => {
      const task = this.#tasks.byId(taskId);
      if (task?.state !== "received") return;
      this.#tasks.setInspected(taskId, info);
      this.#moveTotals(task, { ...task, state: "queued" });
    });
  }

  end(end: TaskEnd): Promise<EndOutcome> {
    return this.#group.write(() => {
      const task = this.#tasks.byId(end.taskId);
      if (task === null || this.#deletion.has(task.jobId)) return "unknown";
      if (isFinal(task.state)) return "alreadyEnded";
      if (end.revision !== undefined && end.revision !== task.revision) return "outdated";
      const wished = this.#revisions.outputsOf(task.jobId, task.revision);
      if (end.outputs.length !== wished)
        throw new Error(`A task ended with ${end.outputs.length} outputs in place of ${wished}.`);
      if (end.outputs.some((output) => this.#isGone(output, task))) return "gone";
      const state = finalState(end.outputs.map(({ result }) => result));
      this.#tasks.end(end, state);
      // Each is stored before the next one's path is chosen.
      for (const [position, output] of end.outputs.entries())
        this.#outputs.insert(end.taskId, position, this.#outputRow(task.jobId, output));
      for (const { made } of end.outputs) if (made !== undefined) this.#ledger.insertMade(made);
      if (end.run !== undefined) this.#runs.insert(end.taskId, end.run);
      this.#moveTotals(task, { ...task, state, outputs: end.outputs });
      return "stored";
    });
  }

  reopen(taskId: Id): Promise<readonly string[] | null> {
    return this.#group.write(() => {
      const task = this.#tasks.byId(taskId);
      return task?.state === "failed" || task?.state === "cancelled" ? this.#reopen(task, task.revision) : null;
    });
  }

  rerun(taskId: Id, revision: number): Promise<ReopenedTask | null> {
    return this.#group.write(() => {
      const task = this.#tasks.byId(taskId);
      if (task === null || task.revision === revision || this.#deletion.has(task.jobId)) return null;
      if (this.#revisions.outputsOf(task.jobId, revision) === 0) return null;
      return { dropped: this.#reopen(task, revision), wasActive: !isFinal(task.state) };
    });
  }

  async knownOutputs(owner: string, ledgerKeys: readonly string[]): Promise<readonly (KnownOutput | null)[]> {
    return ledgerKeys.map((ledgerKey) => this.#ledger.known(owner, ledgerKey));
  }

  forgetFile(key: string): Promise<void> {
    return this.#group.write(() => this.#ledger.forgetFile(key));
  }

  async treatmentsOf(sha256: string): Promise<readonly string[]> {
    return this.#ledger.treatments(sha256);
  }

  async task(taskId: Id): Promise<TaskRecord | null> {
    const task = this.#tasks.byId(taskId);
    return task === null || this.#deletion.has(task.jobId) ? null : task;
  }

  async tasks(jobId: Id, page: TaskPage): Promise<readonly TaskRecord[]> {
    return this.#tasks.page(jobId, page);
  }

  async changes(jobId: Id, sequence: number, limit: number): Promise<readonly TaskRecord[]> {
    return this.#tasks.changes(jobId, sequence, limit);
  }

  async totals(jobId: Id): Promise<JobTotals> {
    return this.#totals.read(jobId);
  }

  blobKeys(): AsyncIterable<string> {
    return this.#blobKeys.all();
  }

  beginEngine(startedAt: number, configuration: EngineConfiguration): Promise<number> {
    return this.#group.write(() => this.#runs.beginEngine(startedAt, configuration));
  }

  async engines(numbers: Iterable<number>): Promise<readonly EngineRun[]> {
    return this.#runs.engines(numbers);
  }

  putPoolMetrics(jobId: Id, metrics: PoolMetrics): Promise<void> {
    return this.#group.write(() => this.#runs.putPool(jobId, metrics));
  }

  async poolMetricsOf(jobId: Id): Promise<readonly PoolMetrics[]> {
    return this.#runs.pools(jobId);
  }

  async *runsOf(jobId: Id): AsyncGenerator<readonly JobRun[]> {
    for (const page of this.#runs.pages(jobId)) {
      yield page;
      await setImmediate();
    }
  }

  /** Commits what is waiting, then closes. */
  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    this.#group.close();
    this.#database.close();
  }

  #exceeded({ jobId, sourceBytes }: ReceivedSource, limits: JobLimits): "tooManyFiles" | "jobTooLarge" | null {
    const held = this.#totals.read(jobId);
    if (held.files >= limits.files) return "tooManyFiles";
    return held.sourceBytes + sourceBytes > limits.bytes ? "jobTooLarge" : null;
  }

  /** A delivered file has a key and a path; every other end has neither. */
  #outputRow(jobId: Id, { result, key, paths, ledgerKey: findable }: OutputEnd): OutputRow {
    const ledgerKey = findable ?? null;
    if (isDelivered(result) !== (key !== null)) throw new Error(`An output ended ${result.status} with key ${key}.`);
    if (key === null) return { result, key, path: null, foldedPath: null, ledgerKey };
    return { result, key, ledgerKey, ...this.#outputPaths.choose(jobId, paths) };
  }

  /** Whether the file that an output was to share may be deleted already. */
  #isGone({ result, key, made }: OutputEnd, { sourceKey }: TaskRecord): boolean {
    return (
      isDelivered(result) &&
      result.reused === true &&
      made === undefined &&
      key !== null &&
      key !== sourceKey &&
      !this.#ledger.hasFile(key)
    );
  }

  /** Gives the blob keys that were its outputs' alone. */
  #reopen(task: TaskRecord, revision: number): readonly string[] {
    const state = task.info === null ? "received" : "queued";
    const keys = this.#blobKeys.ofOutputsAlone(task.taskId);
    this.#outputs.deleteOfTask(task.taskId);
    this.#tasks.reopen(task.taskId, state, revision);
    this.#moveTotals(task, { ...task, state, outputs: [] });
    return keys;
  }

  #moveTotals(before: CountedTask, after: CountedTask): void {
    this.#totals.remove(before);
    this.#totals.add(after);
  }
}
