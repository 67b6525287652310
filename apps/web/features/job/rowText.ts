import { formats, isDelivered, keptReasonTexts, type TaskView, warningTexts } from "@pixelmill/core";
import { wholePercent } from "../../lib/format.ts";
import type { Upload } from "../upload/uploadState.ts";
import { jobMessages as text } from "./messages.ts";
import { phaseOf } from "./rows.ts";

/** The file's state in words. */
export function phaseText(task: TaskView | undefined, upload: Upload | undefined): string {
  if (!task && upload?.state.kind === "sending")
    return text.uploadedShare(wholePercent(upload.state.sentBytes, upload.file.size));
  return text.phases[phaseOf({ task, upload })];
}

/** What there is to say besides: why it was kept or failed, what to look out for, what it became. */
export function notesOf(task: TaskView | undefined, upload: Upload | undefined): string[] {
  if (!task) return upload && "failure" in upload.state ? [upload.state.failure.message] : [];
  const { result } = task;
  if (result === null) return [];
  if (result.status === "failed") return [result.error.message];
  if (!isDelivered(result)) return [];
  const reason = result.status === "keptOriginal" ? [keptReasonTexts[result.reason]] : [];
  const { width, height, format } = result.output;
  return [
    text.dimensions(width, height, formats[format].label),
    ...reason,
    ...result.warnings.map((warning) => warningTexts[warning]),
  ];
}

/** Bytes of the delivered file, or null without one. */
export function outputBytesOf(task: TaskView | undefined): number | null {
  const result = task?.result ?? null;
  return result !== null && isDelivered(result) ? result.output.bytes : null;
}
