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
  /** Number of these settings among all that the job and its tasks have had, the first being 0. */
  readonly revision: number;
  /** When it was made, or started where it was a draft, Unix time in milliseconds. */
  readonly createdAt: number;
  /** When it went on after an end, the last time, Unix time in milliseconds; null where it never did. */
  readonly reopenedAt: number | null;
  /** Unix time in milliseconds; null while work is ahead. */
  readonly finishedAt: number | null;
}

/** Settings that some tasks have in place of their job's. */
export interface SettingsRevision {
  readonly revision: number;
  readonly settings: Settings;
}

/** A task that was given back to be made again. */
export interface ReopenedTask {
  /** Blob keys that were its outputs' alone. */
  readonly dropped: readonly string[];
  /** It had not ended: inspection or the engine may have it. */
  readonly wasActive: boolean;
}

/** How a draft is started. */
export interface JobStart {
  readonly settings: Settings;
  readonly state: "open" | "sealed";
  /** Unix time in milliseconds. */
  readonly at: number;
}

/** What is remembered of a job that has expired. */
export interface ExpiredJob {
  readonly owner: string;
  /** Unix time in milliseconds. */
  readonly expiredAt: number;
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

/** What a job may hold at most. */
export interface JobLimits {
  readonly files: number;
  /** Of its sources together. */
  readonly bytes: number;
}

/** What became of a source that was to be stored; all but the first changed nothing. */
export type ReceiveOutcome = "added" | "existing" | "closed" | "tooManyFiles" | "jobTooLarge";

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
  /** Number of the settings it is made under: the job's own, or others of its job. */
  readonly revision: number;
  /** One for each output of its settings, in their order; none until the task ended. */
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
  /** One for each output of its settings, in their order. The task's state follows from them (`finalState`). */
  readonly outputs: readonly OutputEnd[];
  /** Number of the settings it was made under. Left out where they cannot have changed. */
  readonly revision?: number;
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
  /** Of a file that was made for it, and is no other's, also where it was made before: what {@link JobStore.treatmentsOf} knows from now on, also without the job. */
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
 * output is no other output's any more, so it may have been deleted; nothing has changed. `outdated`: the task has other settings by now
 than it was made under; nothing has changed.
 */
export type EndOutcome = "stored" | "alreadyEnded" | "unknown" | "gone" | "outdated";

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
   * Jobs that are a `draft`, `open` or `sealed`, or have ended while a task of theirs had not, of all owners, oldest first: what a
   * start goes on with.
   */
  activeJobs(): Promise<readonly JobRecord[]>;
  /** Jobs that ended before a moment, of all owners, the one that ended first first, at most `limit`. Unix time in milliseconds. */
  endedJobs(before: number, limit: number): Promise<readonly JobRecord[]>;
  /** A job that was deleted since its time was over; null for any other. */
  expiredJob(jobId: Id): Promise<ExpiredJob | null>;
  /**
   * Changes nothing where the job is unknown, as one deleted meanwhile is. An end takes it from the top of its class; an
   * ended one that is `sealed` again is noted as reopened.
   */
  setJobState(jobId: Id, state: JobState, finishedAt: number | null): Promise<void>;
  /**
   * Ends a sealed job whose tasks have all ended: `sealed` → `finished`. Changes nothing otherwise. `at`: Unix time in milliseconds.
   * Gives the job's state then; null where the job is unknown.
   */
  finishJob(jobId: Id, at: number): Promise<JobState | null>;
  /**
   * Gives a job other settings, for itself and all tasks to come, or (`some`) only for tasks that {@link rerun} will name. Settings that it
   * has already keep their number. Settings that no task has any more are forgotten. Gives their number; null where the job is unknown,
   * or has {@link maxOtherSettings} others.
   */
  revise(jobId: Id, settings: Settings, scope: "all" | "some"): Promise<number | null>;
  /** Settings of a job by their number; null where there are none. */
  settingsOf(jobId: Id, revision: number): Promise<Settings | null>;
  /** Settings that tasks of a job may have in place of its own. */
  otherSettings(jobId: Id): Promise<readonly SettingsRevision[]>;
  /**
   * A draft becomes a job with these settings. Its tasks that have ended, all without a file, get as many outputs as the settings have.
   * Changes nothing where the job is no draft, or unknown.
   */
  startJob(jobId: Id, start: JobStart): Promise<void>;
  /** Changes nothing where the job is unknown. */
  setJobPriority(jobId: Id, priority: Priority): Promise<void>;
  /** Moves a job to the top of its class. Changes nothing where it is there, has ended or is unknown. */
  moveJobToTop(jobId: Id, at: number): Promise<void>;
  /**
   * Forgets a job and its tasks: the job at once, so that nothing is found of it any more, its tasks in slices, between which others
   * are served. Gives the blob keys that were theirs alone, slice by slice. What is left when its caller stops is deleted by the next
   * call; see {@link deletedJobs}. `expiredAt`: its time was over then, Unix time in milliseconds, which is remembered for some months;
   * left out where its owner deletes it.
   */
  deleteJob(jobId: Id, expiredAt?: number): AsyncIterable<readonly string[]>;
  /** Jobs whose deletion was cut. */
  deletedJobs(): Promise<readonly Id[]>;

  /**
   * Stores a received source as a task in state `received`. Storing the same id again changes nothing and gives `existing`,
   * whatever its job: ids are unique in the whole store. A job that is no `draft` and not `open`, or unknown, as one deleted
   * meanwhile is, takes nothing and gives `closed`. Above the limits it takes nothing either and gives `tooManyFiles` or `jobTooLarge`: the one place where
   * they hold, however many files come at once. Left out, there are none.
   */
  receive(source: ReceivedSource, limits?: JobLimits): Promise<ReceiveOutcome>;
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
  /**
   * A task in whatever state is to be made again under other settings: as {@link reopen} does. Null where it has these already, or
   * task or settings are unknown.
   */
  rerun(taskId: Id, revision: number): Promise<ReopenedTask | null>;
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
