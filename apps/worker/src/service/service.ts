import type {
  Capacity,
  DeliveredResult,
  Id,
  JobChanges,
  JobEstimate,
  JobReport,
  JobView,
  Priority,
  Result,
  ServiceMetrics,
  Settings,
  TaskState,
  TaskView,
} from "@pixelmill/core";
import type { UploadRooms } from "../upload/uploadRooms.ts";
import type { HeldRoom } from "./diskAccount.ts";

/** Whoever asks: every job belongs to one, and another's job looks like none. */
export type Owner = string;

/** A file on its way in, as its upload announced it. */
export interface UploadAnnouncement {
  readonly jobId: Id;
  readonly taskId: Id;
  readonly path: string;
}

/** A source whose bytes are durable in the blob store under `sourceKey`. */
export interface StoredSource {
  readonly sourceKey: string;
  readonly sourceBytes: number;
  readonly sha256: string;
}

/** A file that can be given back. */
export interface DeliveredFile {
  /** Path under which it is delivered, safe and unique in its job. */
  readonly path: string;
  /** Its key in the blob store. */
  readonly key: string;
  readonly bytes: number;
  readonly mimeType: string;
  /** How its bytes are packed, of a file to be shown: browsers show no SVGZ unless they are told. A download is left as it is. */
  readonly contentEncoding?: "gzip";
}

/** One image that is sent, encoded and answered in one request. */
export interface OneShotWish {
  /** Relative path as the sender gave it. */
  readonly path: string;
  /** With one output. */
  readonly settings: Settings;
  /** Null where it is not known. */
  readonly announcedBytes: number | null;
  /** Writes the image into this new file, for whose announced bytes there is room on the disk. */
  receive(file: string, room: HeldRoom): Promise<Result<null>>;
}

/** What became of it, until it is removed. */
export interface OneShotAnswer {
  /** Path under which it is delivered. */
  readonly path: string;
  readonly mimeType: string;
  readonly result: DeliveredResult;
  readonly sourceBytes: number;
  /** Wall time of the encode in milliseconds; null where it was not measured. */
  readonly encodeMs: number | null;
  /** The file to be sent. */
  readonly file: string;
  remove(): Promise<void>;
}

/** Everything that the router and the HTTP endpoints can ask for. Unknown and foreign jobs both give `notFound`. */
export interface Service {
  /** Fails with `codecsUnavailable` where its settings need codecs that are missing here. */
  createJob(
    owner: Owner,
    request: { readonly settings: Settings; readonly priority: Priority; readonly draft?: boolean },
  ): Promise<Result<JobView>>;
  /**
   * Begins to encode what a draft holds, and what is still to come unless it is sealed. Started again, as after a lost answer, it stays as
   * it is. Fails with `codecsUnavailable` where its settings need codecs that are missing here.
   */
  startJob(
    owner: Owner,
    request: { readonly jobId: Id; readonly settings: Settings; readonly sealed: boolean },
  ): Promise<Result<JobView>>;
  /**
   * What a draft is expected to come to with some settings, as far as its sample is encoded: to be asked again until all of it is. Fails
   * with `jobStarted` where it is no draft, and as {@link Service.createJob} does.
   */
  estimate(owner: Owner, request: { readonly jobId: Id; readonly settings: Settings }): Promise<Result<JobEstimate>>;
  job(owner: Owner, jobId: Id): Promise<Result<JobView>>;
  jobs(owner: Owner): Promise<readonly JobView[]>;
  /** No more files will come: the job finishes when its tasks have ended. A draft is sealed at its start. */
  sealJob(owner: Owner, jobId: Id): Promise<Result<JobView>>;
  /** Ends every task that has not ended as `cancelled`. */
  cancelJob(owner: Owner, jobId: Id): Promise<Result<JobView>>;
  /** Cancels, then forgets the job, its sources and results. */
  deleteJob(owner: Owner, jobId: Id): Promise<Result<null>>;
  tasks(
    owner: Owner,
    request: {
      readonly jobId: Id;
      readonly states?: readonly TaskState[] | undefined;
      readonly offset: number;
      readonly limit: number;
    },
  ): Promise<Result<readonly TaskView[]>>;
  cancelTasks(
    owner: Owner,
    request: { readonly jobId: Id; readonly taskIds: readonly Id[] },
  ): Promise<Result<{ readonly cancelled: number }>>;
  /** Queues failed and cancelled tasks again. */
  retryTasks(
    owner: Owner,
    request: { readonly jobId: Id; readonly taskIds: readonly Id[] },
  ): Promise<Result<{ readonly retried: number }>>;
  /**
   * Other settings for a job, or for some of its tasks: what was made of them under earlier ones is dropped and made again. Fails with
   * `codecsUnavailable` and `tooManyRevisions`.
   */
  reviseJob(
    owner: Owner,
    request: { readonly jobId: Id; readonly settings: Settings; readonly taskIds?: readonly Id[] | undefined },
  ): Promise<Result<JobView>>;
  /** Changes since a sequence number (0: all), at most 10 events a second, until the signal aborts. The first event comes at once. */
  changes(
    owner: Owner,
    request: { readonly jobId: Id; readonly since: number },
    signal: AbortSignal,
  ): Promise<Result<AsyncIterable<{ readonly sequence: number; readonly changes: JobChanges }>>>;
  /** What of the job has not begun is taken up with the new priority from now on. */
  setPriority(owner: Owner, request: { readonly jobId: Id; readonly priority: Priority }): Promise<Result<JobView>>;
  /** The job goes before the others of its priority, behind those moved before, until it ends. */
  moveJobToTop(owner: Owner, jobId: Id): Promise<Result<JobView>>;
  /** Waiting tasks of the job go before all others of its priority, behind those moved before. Forgotten when the service ends. */
  moveTasksToTop(owner: Owner, request: { readonly jobId: Id; readonly taskIds: readonly Id[] }): Promise<Result<null>>;
  /** What the job went through, ended or so far. */
  jobReport(owner: Owner, jobId: Id): Promise<Result<JobReport>>;
  /** Encodes one image that is no job, before everything that waits. Null where its sender leaves before it is done. */
  optimizeOnce(wish: OneShotWish, leaving: AbortSignal): Promise<Result<OneShotAnswer | null>>;
  /** Files of the job are on their way in or out until the returned function is called: it does not expire meanwhile. */
  use(jobId: Id): () => void;
  /** Room on the disk that resumable uploads have. */
  readonly uploadRooms: UploadRooms;
  capacity(): Promise<Capacity>;
  metrics(): ServiceMetrics;

  /**
   * Before the bytes: whether the job takes this file (owner, state, counts, sizes, disk). `existing`: it is here already, send nothing.
   * `new`: `room` is kept on the disk for the announced bytes until the caller releases it.
   */
  admitUpload(
    owner: Owner,
    upload: UploadAnnouncement,
    /** Announced size in bytes; null where it is not known. */
    announcedBytes: number | null,
  ): Promise<
    Result<
      | { readonly kind: "new"; readonly sourceKey: string; readonly maxBytes: number; readonly room: HeldRoom }
      | { readonly kind: "existing"; readonly task: TaskView }
    >
  >;
  /** After the bytes: commits the task, then inspection and planning take it. */
  receiveUpload(owner: Owner, upload: UploadAnnouncement, source: StoredSource): Promise<Result<TaskView>>;
  /**
   * The file of one output of an ended task, counted from 0; `resultNotReady` while it is worked on, the output's own failure where it
   * failed.
   */
  deliveredFile(
    owner: Owner,
    request: { readonly jobId: Id; readonly taskId: Id; readonly output: number },
  ): Promise<Result<DeliveredFile>>;
  /**
   * The file that shows a task's source, or one of its outputs by its place, in a browser: itself, or a preview where browsers can't show
   * it, would take too much memory, or one is asked for. Fails as inspection and encodes do, with `memoryTaken` or `storageFull`, and as
   * {@link Service.deliveredFile} does. What nobody waits for any more is not begun.
   */
  shownFile(
    owner: Owner,
    request: {
      readonly jobId: Id;
      readonly taskId: Id;
      readonly side: "source" | number;
      readonly preview: boolean;
    },
    leaving: AbortSignal,
  ): Promise<Result<DeliveredFile>>;
  /** All delivered files, or those of the given tasks, in order of arrival and of the settings' outputs. */
  deliveredFiles(owner: Owner, jobId: Id, taskIds: readonly Id[] | null): Promise<Result<AsyncIterable<DeliveredFile>>>;
}
