import type { Id } from "../job/id.ts";
import type { RetireReason } from "../plan/staff.ts";
import type { EncoderId } from "./pool.ts";

/** What planning decided, for those who want to follow it. */
export type Decision =
  | {
      readonly type: "batch";
      readonly encoder: EncoderId;
      readonly tasks: number;
      /** Estimated work of the batch, and of all tasks that still wait, in milliseconds. */
      readonly workMs: number;
      readonly remainingMs: number;
      readonly remainingTasks: number;
      /** Bytes of all reservations now, and what they may use. */
      readonly reservedBytes: number;
      readonly budgetBytes: number;
    }
  | { readonly type: "spawn"; readonly encoder: EncoderId }
  | { readonly type: "retire"; readonly encoder: EncoderId; readonly reason: RetireReason }
  /** A task that can't fit is refused. */
  | { readonly type: "refuse"; readonly taskId: Id; readonly neededBytes: number; readonly budgetBytes: number };
