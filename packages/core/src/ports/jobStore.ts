import type { ImageInfo } from "../image/imageInfo.ts";
import type { Id } from "../job/id.ts";
import type { Priority } from "../job/priority.ts";
import type { TaskResult } from "../job/taskResult.ts";
import type { TaskState } from "../job/taskState.ts";
import type { JobState, JobTotals } from "../job/views.ts";
import type { Settings } from "../settings/settings.ts";
import type { RunStore, TaskRun } from "./runStore.ts";

/** A job as it is stored. */
export interface JobRecord {
  readonly id: Id;
  /** Whoever made it: the session of a browser, or the bearer of the token. */
  readonly owner: string;
  readonly state: JobState;
  readonly priority: Priority;
  /** When it was moved to the top of its class, Unix time in milliseconds; null where it was not, or has ended since. */
  readonly toppedAt: number | null;
  readonly settings: Settings;
  /** Unix time in milliseconds. */
  readonly createdAt: number;
  /** Unix time in milliseconds; null while work is ahead. */
  readonly finishedAt: number | null;
}

/** A source whose bytes are safe in the blob store. */
export interface ReceivedSource {
  readonly taskId: Id;
  readonly jobId: Id;
  /** Relative path as the user gave it. */
  readonly path: string;
  /** Its key in the blob store. */
  readonly sourceKey: string;
  readonly sourceBytes: number;
  /** SHA-256 in hexadecimal. */
  readonly sha256: string;
}

/** One output of a task that ended, as it is stored. */
export interface OutputRecord {
  readonly result: TaskResult;
  /** Path of the delivered file, safe and unique in its job; null without one. */
  readonly path: string | null;
  /** Key of the delivered file in the blob store, the source's own where the original was kept; null without one. */
  readonly key: string | null;
}

/** A task as it is stored. Only `received`, `queued` and final states are stored: what runs now is known by the dispatcher. */
export interface TaskRecord extends ReceivedSource {
  readonly state: Exclude<TaskState, "assigned" | "running">;
  readonly info: ImageInfo | null;
  /** One for each output of the job's settings, in their order; none until the task ended. */
  readonly outputs: readonly OutputRecord[];
  /** Wall time of the encode of all outputs together in milliseconds; null until measured. */
  readonly encodeMs: number | null;
  /** Most memory it took above its encoder's own, in bytes; null where it was not alone or not measured. */
  readonly peakBytes: number | null;
  /** Position in the order of all changes; grows with every change of any task. */
  readonly sequence: number;
}

/** The end of a task, with all its outputs. */
export interface TaskEnd {
  readonly taskId: Id;
  /** One for each output of the job's settings, in their order. The task's state follows from them (`finalState`). */
  readonly outputs: readonly OutputEnd[];
  readonly encodeMs: number | null;
  /** Left out where it was not measured. */
  readonly peakBytes?: number | null;
  /** How the task ran; left out where it was never submitted. Stored where an encoder began it. */
  readonly run?: TaskRun;
}

/** What became of one output. */
export interface OutputEnd {
  readonly result: TaskResult;
  /** Key of the delivered file; null without one. */
  readonly key: string | null;
  /**
   * Paths it may be delivered under, the best first; the store takes the first that is free in the job: no other
   * output has it, whatever its letter case and Unicode composition, and none has it as a folder or lies below it.
   * Two lists whose first two paths are the same must be the same throughout. Not read where there is no file.
   */
  readonly paths: Iterable<string>;
  /** Under what {@link JobStore.knownOutputs} finds it from now on; left out where it is not to be found. */
  readonly ledgerKey?: string;
  /** Of a file that was made for it: what {@link JobStore.treatmentsOf} knows from now on, also without the job. */
  readonly made?: MadeFile;
}

/** A file that Pixelmill made, for as long as anyone may bring it back. */
export interface MadeFile {
  /** SHA-256 in hexadecimal. */
  readonly sha256: string;
  /** A short name of the treatment that it was made under. */
  readonly treatment: string;
}

/** An output that was made before. */
export interface KnownOutput {
  /** As it was stored. */
  readonly result: TaskResult;
  /** Its file, or the earlier source's where the original was kept. */
  readonly key: string;
}

/**
 * The outcome of storing an end: a task ends exactly once, so a second end is refused and changes nothing. `gone`: the file of a reused
 * output is no other output's any more, so it may have been deleted; nothing has changed.
 */
export type EndOutcome = "stored" | "alreadyEnded" | "unknown" | "gone";

/**
 * The store of record. Every promise of a write resolves after the write is durable; writes that come together may
 * share one commit. A failed write rejects.
 */
export interface JobStore extends RunStore {
  createJob(job: JobRecord): Promise<void>;
  job(jobId: Id): Promise<JobRecord | null>;
  /** The owner's jobs, newest first. */
  jobs(owner: string): Promise<readonly JobRecord[]>;
  /**
   * Jobs that are `open` or `sealed`, or have ended while a task of theirs had not, of all owners, oldest first: what a
   * start goes on with.
   */
  activeJobs(): Promise<readonly JobRecord[]>;
  /** Changes nothing where the job is unknown, as one deleted meanwhile is. An end takes it from the top of its class. */
  setJobState(jobId: Id, state: JobState, finishedAt: number | null): Promise<void>;
  /**
   * Ends a sealed job whose tasks have all ended: `sealed` → `finished`. Changes nothing otherwise. `at`: Unix time in milliseconds.
   * Gives the job's state then; null where the job is unknown.
   */
  finishJob(jobId: Id, at: number): Promise<JobState | null>;
  /** Changes nothing where the job is unknown. */
  setJobPriority(jobId: Id, priority: Priority): Promise<void>;
  /** Moves a job to the top of its class. Changes nothing where it is there, has ended or is unknown. */
  moveJobToTop(jobId: Id, at: number): Promise<void>;
  /**
   * Forgets a job and its tasks: the job at once, so that nothing is found of it any more, its tasks in slices, between which others
   * are served. Gives the blob keys that were theirs alone, slice by slice. What is left when its caller stops is deleted by the next
   * call; see {@link deletedJobs}.
   */
  deleteJob(jobId: Id): AsyncIterable<readonly string[]>;
  /** Jobs whose deletion was cut. */
  deletedJobs(): Promise<readonly Id[]>;

  /**
   * Stores a received source as a task in state `received`. Storing the same id again changes nothing and gives `existing`,
   * whatever its job: ids are unique in the whole store. A job that is not `open`, or unknown, as one deleted meanwhile is, takes
   * nothing and gives `closed`.
   */
  receive(source: ReceivedSource): Promise<"added" | "existing" | "closed">;
  /** The task's info is known: `received` → `queued`. Changes nothing where the task is in another state or unknown. */
  setInspected(taskId: Id, info: ImageInfo): Promise<void>;
  /**
   * Ends a task, exactly once; picks its outputs' paths in the same transaction, in their order. From `received` and `queued` alike, since
   * what runs is not stored. Rejects where no path is free, where a delivered output has no key or another has one, and where
   * there are not as many outputs as the job's settings have. Where several outputs have one file, as a reused one and the one it was
   * made for, the file is theirs together: its key is given back for deletion with the last of them.
   */
  end(end: TaskEnd): Promise<EndOutcome>;
  /** For each key an output of the owner's jobs that was stored under it and has a file; null without one. */
  knownOutputs(owner: string, ledgerKeys: readonly string[]): Promise<readonly (KnownOutput | null)[]>;
  /** Outputs whose file is this one are found under no key any more: it turned out to be gone. */
  forgetFile(key: string): Promise<void>;
  /** The treatments that a file was made under, by anyone's job, that one deleted or not; none where it is not known to be made here. */
  treatmentsOf(sha256: string): Promise<readonly string[]>;
  /**
   * A `failed` or `cancelled` task goes back to `queued` (or `received` where it was never inspected), without its outputs. Gives the
   * blob keys that were theirs alone; null where it was not so ended.
   */
  reopen(taskId: Id): Promise<readonly string[] | null>;
  task(taskId: Id): Promise<TaskRecord | null>;
  /** Tasks in order of arrival. */
  tasks(
    jobId: Id,
    page: { readonly states?: readonly TaskState[]; readonly offset: number; readonly limit: number },
  ): Promise<readonly TaskRecord[]>;
  /** Tasks whose sequence is above `sequence`, in its order, at most `limit`. */
  changes(jobId: Id, sequence: number, limit: number): Promise<readonly TaskRecord[]>;
  totals(jobId: Id): Promise<JobTotals>;
  /**
   * Every blob key that a task refers to, some more than once; all others are leftovers. Keys stored while this runs may
   * be missing, so leftovers are looked for while nothing is written.
   */
  blobKeys(): AsyncIterable<string>;
  close(): Promise<void>;
}
