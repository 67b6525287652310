import type {
  EncoderId,
  EngineConfiguration,
  Id,
  ImageInfo,
  MetricsSnapshot,
  PlanConfig,
  PoolRecorder,
  Priority,
  Result,
  SandboxStatus,
  Task,
  TaskCourse,
  TaskResult,
} from "@pixelmill/core";
import type { Log } from "../pool/log.ts";
import type { SandboxMode } from "../pool/sandbox/sandboxMode.ts";
import type { TakeFile } from "../pool/sideEncoder.ts";
import type { InspectionLimits } from "../protocol/messages.ts";
import type { PreviewWish } from "./previews.ts";

/** A task with the file its source is in. */
export interface EngineTask {
  readonly task: Task;
  readonly sourceFile: string;
}

/** What the engine tells its owner. */
export interface EngineListener {
  taskQueued(taskId: Id): void;
  taskRunning(taskId: Id, encoder: EncoderId): void;
  /**
   * A task has ended; said once for each. The owner moves the files of its outputs away before its promise resolves, what
   * is left of them then is removed.
   */
  taskEnded(end: EngineEnd): Promise<void>;
}

export interface EngineEnd {
  readonly task: Task;
  /** One for each output of the task's settings, in their order. */
  readonly results: readonly TaskResult[];
  /** What it went through; its moments are Unix time in milliseconds. */
  readonly course: TaskCourse;
  /** The encoded file of each output whose result is `optimized`, null for the others. */
  readonly outputFiles: readonly (string | null)[];
}

export interface EngineOptions {
  /** Directory of all desks; what a killed process left in it is removed at start. */
  readonly desksDir: string;
  /** Number of encoders, or `auto`: from the CPU quota and the budget. */
  readonly encoders: "auto" | number;
  /** Encoders that stay warm even where memory is short or nothing is to do for long. Default 1. */
  readonly leastEncoders?: number;
  /** Cap of the budget in bytes. */
  readonly memoryLimitBytes: number;
  /** Time between two samples of memory while tasks are there, in milliseconds. Default 50. */
  readonly memorySampleMs?: number;
  readonly limits: InspectionLimits;
  /** Whether encoders run in a sandbox. Default `auto`. */
  readonly sandbox?: SandboxMode;
  readonly listener: EngineListener;
  readonly log: Log;
  /** Choices of planning that differ from the defaults. */
  readonly plan?: Partial<PlanConfig>;
}

/** Inspection, planning and encoding behind one door: what the service and the command line share. */
export interface Engine {
  /**
   * Forks and warms the encoders. Rejects where that cannot be done, or where a sandbox is required that this system does not have, and
   * then leaves no process behind.
   */
  start(): Promise<void>;
  /** Sends nothing more, lets what runs end within `graceMs`, waits until every end is dealt with, ends all encoders. */
  stop(graceMs: number): Promise<void>;
  inspect(sourceFile: string): Promise<Result<ImageInfo>>;
  /** Makes a preview within the budget, one at a time, and has its file taken away: see `Previews.make`. */
  preview<T>(wish: PreviewWish, take: TakeFile<T>): Promise<Result<T | null>>;
  submit(tasks: readonly EngineTask[]): void;
  cancel(taskIds: Iterable<Id>): void;
  /** As the dispatcher's. */
  setPriority(jobId: Id, priority: Priority): void;
  /** As the dispatcher's. */
  moveToTop(taskIds: Iterable<Id>): void;
  /** As the dispatcher's. */
  moveJobToTop(jobId: Id, at: number): void;
  metrics(): MetricsSnapshot;
  /** Lets a recorder hear what happens to the pool, until {@link Engine.unfollow}. */
  follow(recorder: PoolRecorder): void;
  unfollow(recorder: PoolRecorder): void;
  /** Everything in force that shapes what is measured. */
  configuration(): EngineConfiguration;
  status(): EngineStatus;
}

/** Where the engine stands now. */
export interface EngineStatus {
  /** Encoders that take tasks or soon will. */
  readonly encoders: number;
  readonly inFlight: number;
  readonly cores: number;
  readonly budgetBytes: number;
  readonly reservedBytes: number;
  readonly usedBytes: number | null;
  /** Encoders that could begin a task at once and wait for memory. */
  readonly waitingForMemory: number;
  readonly sandbox: SandboxStatus;
  /** Tasks that wait for an encoder. */
  readonly waiting: number;
}
