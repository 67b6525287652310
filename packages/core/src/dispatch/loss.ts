import type { Id } from "../job/id.ts";
import type { Entry } from "./entry.ts";
import type { LossReason } from "./pool.ts";

/** What a lost encoder means for a task that was running in it. */
export type LossVerdict =
  | { readonly type: "fail"; readonly code: "encoderCrashed" | "deadlineExceeded" | "memoryOverrun" }
  /** Blamed: alone from now on, and not a second time. */
  | { readonly type: "retry"; readonly blamed: boolean };

const innocent: LossVerdict = { type: "retry", blamed: false };
const suspect: LossVerdict = { type: "retry", blamed: true };

/**
 * A crash tells nothing of its cause: each task that ran is retried alone, and fails if its encoder is lost again.
 * A deadline fails its culprit at once, memory at the second time; neighbours of a culprit are simply run again.
 */
export function lossVerdict(entry: Entry, reason: LossReason, culprit: Id | null): LossVerdict {
  const guilty = culprit === entry.task.id;
  switch (reason) {
    case "crashed":
      return entry.losses > 0 ? { type: "fail", code: "encoderCrashed" } : suspect;
    case "deadline":
      return guilty ? { type: "fail", code: "deadlineExceeded" } : innocent;
    case "memory":
      if (!guilty) return innocent;
      return entry.losses > 0 ? { type: "fail", code: "memoryOverrun" } : suspect;
    case "cancelled":
    case "retired":
      return innocent;
  }
}
