import { deadlineMs } from "../cost/deadline.ts";
import { workloadOf } from "../cost/workload.ts";
import { failure } from "../errors/failure.ts";
import type { Id } from "../job/id.ts";
import type { Failure } from "../result.ts";
import { formatBytes } from "../units/bytes.ts";
import type { Entry } from "./entry.ts";
import type { LossReason, Task } from "./pool.ts";

/** How a lost encoder can end a task. */
export type LossCode = "encoderCrashed" | "deadlineExceeded" | "memoryOverrun";

/** What a lost encoder means for a task that was running in it. */
export type LossVerdict =
  | { readonly type: "fail"; readonly code: LossCode }
  /** Blamed: alone from now on, and not a second time. */
  | { readonly type: "retry"; readonly blamed: boolean };

const innocent: LossVerdict = { type: "retry", blamed: false };
const suspect: LossVerdict = { type: "retry", blamed: true };

/**
 * A crash tells nothing of its cause: each task that ran is retried alone, and fails if its encoder is lost again. A deadline or memory
 * names its culprit, which is retried alone once as well: the encoder may have been stopped, or the machine busy. Neighbours of a culprit
 * are simply run again.
 */
export function lossVerdict(entry: Entry, reason: LossReason, culprit: Id | null): LossVerdict {
  const guilty = culprit === entry.task.id;
  switch (reason) {
    case "crashed":
      return entry.losses > 0 ? { type: "fail", code: "encoderCrashed" } : suspect;
    case "deadline":
      if (!guilty) return innocent;
      return entry.losses > 0 ? { type: "fail", code: "deadlineExceeded" } : suspect;
    case "memory":
      if (!guilty) return innocent;
      // On trial it had all there is.
      return entry.losses > 0 || entry.trial ? { type: "fail", code: "memoryOverrun" } : suspect;
    case "cancelled":
    case "retired":
      return innocent;
  }
}

/** The failure in words, with the limit that was met. */
export function lossFailure(code: LossCode, task: Task, budgetBytes: number): Failure {
  if (code === "deadlineExceeded") return failure(code, { seconds: Math.round(deadlineMs(workloadOf(task)) / 1000) });
  if (code === "memoryOverrun") return failure(code, { budget: formatBytes(budgetBytes) });
  return failure(code);
}
