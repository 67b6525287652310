import { isFinal, type JobView, type TaskView } from "@pixelmill/core";
import { fileSize } from "../../lib/fileSize.ts";
import { hasSeveralOutputs } from "../revise/outdated.ts";
import type { JobUploads } from "../upload/uploads.ts";
import type { JobSnapshot } from "./jobStore.ts";
import { speedOf } from "./speed.ts";
import { type TimeLeft, timeLeft } from "./timeLeft.ts";

/** A job in numbers, uploads of this page included. Bytes and milliseconds. */
export interface Progress {
  readonly files: number;
  readonly ended: number;
  /** Files that were meant to come and are neither on the server nor on their way. */
  readonly missing: number;
  /** Share of files that ended, 0–1. */
  readonly done: number;
  /** Share of bytes that arrived at the server, 0–1. */
  readonly uploaded: number;
  /** Bytes of the sources of which anything was delivered, each counted once, and of all that was. */
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** Delivered results, where several are made of each file; null where one is. */
  readonly outputs: number | null;
  /** Source bytes dealt with per second; the average once the job ended. Null while unknown. */
  readonly speed: number | null;
  readonly elapsedMs: number;
  /** False once the job ended, and while it waits for more files. */
  readonly isWorking: boolean;
  /** Null while unknown, and where nothing is worked on. */
  readonly left: TimeLeft | null;
}

/** The numbers of a moment, in Unix milliseconds. `expected` is how many files were meant to come, where that is known. */
export function progressOf(
  { job, tasks, samples }: JobSnapshot & { readonly job: JobView },
  uploads: JobUploads,
  now: number,
  expected = 0,
): Progress {
  const local = notArrived(tasks, uploads);
  const { totals } = job;
  const ended = endedTasks(totals.states) + local.failed;
  const known = tasks.size + local.files;
  const files = Math.max(expected, known);
  const sourceBytes = totals.sourceBytes + local.bytes;
  const elapsedMs = Math.max(0, (job.finishedAt ?? now) - (job.reopenedAt ?? job.createdAt));
  const isOver = job.finishedAt !== null;
  // Of a job that went on after an end only some may have been made in that time.
  const whole = job.reopenedAt === null ? average(totals.deliveredSourceBytes, elapsedMs) : null;
  const speed = isOver ? whole : speedOf(samples, now);
  return {
    files,
    ended,
    missing: files - known,
    done: files === 0 ? 0 : ended / files,
    uploaded: sourceBytes === 0 ? 0 : ((totals.sourceBytes + local.sentBytes) / sourceBytes) * (known / files),
    beforeBytes: totals.deliveredSourceBytes,
    afterBytes: totals.outputBytes,
    outputs: hasSeveralOutputs(job) ? totals.outputs : null,
    speed,
    elapsedMs,
    isWorking: !isOver && ended < known,
    left: isOver || ended === known ? null : timeLeft(sourceBytes - endedBytes(tasks), samples, now),
  };
}

const average = (bytes: number, ms: number): number | null => (bytes > 0 && ms > 0 ? (bytes / ms) * 1000 : null);

const endedTasks = (states: JobView["totals"]["states"]): number =>
  states.optimized + states.keptOriginal + states.failed + states.cancelled;

/** Source bytes of tasks that ended, whichever way. */
function endedBytes(tasks: ReadonlyMap<string, TaskView>): number {
  let sum = 0;
  for (const task of tasks.values()) if (isFinal(task.state)) sum += task.sourceBytes;
  return sum;
}

/** Files of this page that the server has no task of yet. */
function notArrived(tasks: ReadonlyMap<string, TaskView>, uploads: JobUploads) {
  const sum = { files: 0, bytes: 0, sentBytes: 0, failed: 0 };
  for (const [id, { state, file }] of uploads.byTask) {
    if (tasks.has(id)) continue;
    sum.files += 1;
    if (state.kind === "failed") {
      sum.failed += 1;
      continue;
    }
    sum.bytes += fileSize(file);
    if (state.kind === "sending") sum.sentBytes += Math.min(state.sentBytes, fileSize(file));
    if (state.kind === "sent") sum.sentBytes += fileSize(file);
  }
  return sum;
}
