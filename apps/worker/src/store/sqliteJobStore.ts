import type { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import {
  type EndOutcome,
  type EngineConfiguration,
  type EngineRun,
  finalState,
  type Id,
  type ImageInfo,
  isDelivered,
  isFinal,
  type JobRecord,
  type JobRun,
  type JobState,
  type JobStore,
  type JobTotals,
  type KnownOutput,
  type OutputEnd,
  type PoolMetrics,
  type Priority,
  type ReceivedSource,
  type TaskEnd,
  type TaskRecord,
} from "@pixelmill/core";
import { BlobKeys } from "./blobKeys.ts";
import { openDatabase } from "./database.ts";
import { GroupCommit } from "./groupCommit.ts";
import { JobDeletion } from "./jobDeletion.ts";
import { JobTable } from "./jobTable.ts";
import { LedgerTable } from "./ledgerTable.ts";
import { OutputPathChoice } from "./outputPathChoice.ts";
import { type OutputRow, OutputTable } from "./outputTable.ts";
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

  setJobPriority(jobId: Id, priority: Priority): Promise<void> {
    return this.#group.write(() => this.#jobs.setPriority(jobId, priority));
  }

  moveJobToTop(jobId: Id, at: number): Promise<void> {
    return this.#group.write(() => this.#jobs.moveToTop(jobId, at));
  }

  async *deleteJob(jobId: Id): AsyncGenerator<readonly string[]> {
    for (;;) {
      const { keys, isLast } = await this.#group.write(() => this.#deletion.deleteSlice(jobId));
      yield keys;
      if (isLast) break;
    }
    this.#outputPaths.forget(jobId);
  }

  async deletedJobs(): Promise<readonly Id[]> {
    return this.#deletion.begun();
  }

  receive(source: ReceivedSource): Promise<"added" | "existing" | "closed"> {
    return this.#group.write(() => {
      if (this.#tasks.byId(source.taskId) !== null) return "existing";
      if (this.#jobs.byId(source.jobId)?.state !== "open") return "closed";
      this.#tasks.insert(source);
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
      const wished = this.#jobs.outputsOf(task.jobId);
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
      if (task?.state !== "failed" && task?.state !== "cancelled") return null;
      const state = task.info === null ? "received" : "queued";
      const keys = this.#blobKeys.ofOutputsAlone(taskId);
      this.#outputs.deleteOfTask(taskId);
      this.#tasks.reopen(taskId, state);
      this.#moveTotals(task, { ...task, state, outputs: [] });
      return keys;
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

  /** A delivered file has a key and a path; every other end has neither. */
  #outputRow(jobId: Id, { result, key, paths, ledgerKey: findable }: OutputEnd): OutputRow {
    const ledgerKey = findable ?? null;
    if (isDelivered(result) !== (key !== null)) throw new Error(`An output ended ${result.status} with key ${key}.`);
    if (key === null) return { result, key, path: null, foldedPath: null, ledgerKey };
    return { result, key, ledgerKey, ...this.#outputPaths.choose(jobId, paths) };
  }

  /** Whether the file that an output was to share may be deleted already. */
  #isGone({ result, key }: OutputEnd, { sourceKey }: TaskRecord): boolean {
    return isDelivered(result) && result.reused === true && key !== null && key !== sourceKey && !this.#ledger.hasFile(key);
  }

  #moveTotals(before: CountedTask, after: CountedTask): void {
    this.#totals.remove(before);
    this.#totals.add(after);
  }
}
