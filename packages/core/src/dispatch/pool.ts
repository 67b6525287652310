import type { ImageInfo } from "../image/imageInfo.ts";
import type { Id } from "../job/id.ts";
import type { Priority } from "../job/priority.ts";
import type { TaskResult } from "../job/taskResult.ts";
import type { Settings } from "../settings/settings.ts";

/** One task as the dispatcher sees it: what to do and what it is about, never where its bytes are. */
export interface Task {
  readonly id: Id;
  readonly jobId: Id;
  readonly priority: Priority;
  /** When its job was moved to the top of its class, Unix time in milliseconds; left out or null where it was not. */
  readonly toppedAt?: number | null;
  readonly info: ImageInfo;
  readonly settings: Settings;
}

/** Number of an encoder; never used again after the encoder is gone. */
export type EncoderId = number;

/** A task inside a batch, with what the planner decided for it. */
export interface BatchTask {
  readonly task: Task;
  /** Threads its encode may use, at least 1. */
  readonly threads: number;
  /** Longest time it may run, in milliseconds; past it the pool kills the encoder. */
  readonly deadlineMs: number;
}

/** Tasks sent to one encoder in one message. */
export interface Batch {
  readonly tasks: readonly BatchTask[];
}

/** Why the dispatcher ends an encoder at once. */
export type KillReason = "cancelled" | "memory" | "deadline";

/** The pool as the dispatcher drives it. Calls return at once; what became of them comes back to the {@link PoolListener}. */
export interface Pool {
  /**
   * Forks an encoder and warms it; `encoderReady` follows, or `encoderLost` where it did not become warm. Where several died so in
   * a row the next is forked after a pause.
   */
  spawn(): EncoderId;
  /** Ends an encoder once it has finished what it has begun; `encoderLost` (`retired`) follows. It is sent nothing after this. */
  retire(encoder: EncoderId): void;
  /** Sends a batch to an encoder that is ready. */
  send(encoder: EncoderId, batch: Batch): void;
  /** Asks for tasks back that the encoder has not begun. Those still unbegun are reported by `tasksRecalled`. */
  recall(encoder: EncoderId, taskIds: readonly Id[]): void;
  /** Ends an encoder at once; `encoderLost` follows. `culprit`: the task it is ended for, where there is one. */
  kill(encoder: EncoderId, reason: KillReason, culprit: Id | null): void;
}

/** What an encoder made of one output. */
export type EncodedResult = Exclude<TaskResult, { readonly status: "cancelled" }>;

/** What an encoder reports of a task that ran to its end, successful or not. */
export interface TaskReport {
  /** One for each output of the task's settings, in their order. */
  readonly results: readonly EncodedResult[];
  /** Wall time of the encode of all outputs together, in milliseconds. */
  readonly wallMs: number;
  /** Peak memory of the encoder's own while the task ran alone in it, in bytes; null where it could not be measured. */
  readonly peakBytes: number | null;
}

/** Why an encoder is gone. `retired`: ended in an orderly way, nothing was running in it. */
export type LossReason = KillReason | "crashed" | "retired";

/** What the pool tells its driver. */
export interface PoolListener {
  /** An encoder is warm and takes batches. `baseBytes`: its own memory when idle, without what processes share. */
  encoderReady(encoder: EncoderId, baseBytes: number): void;
  /** An encoder is worn and wants a successor. It goes on working until it is retired. */
  encoderWorn(encoder: EncoderId): void;
  taskStarted(encoder: EncoderId, taskId: Id): void;
  taskEnded(encoder: EncoderId, taskId: Id, report: TaskReport): void;
  /** Tasks that came back unbegun after a recall. */
  tasksRecalled(encoder: EncoderId, taskIds: readonly Id[]): void;
  /** The encoder is gone with everything it had. `culprit`: the task it was killed for, where there is one. */
  encoderLost(encoder: EncoderId, reason: LossReason, culprit: Id | null): void;
}
