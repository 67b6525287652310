import {
  isDelivered,
  keptReasonTexts,
  type OutputView,
  reusedText,
  sourceFacts,
  type TaskResult,
  type TaskView,
  warningTexts,
} from "@pixelmill/core";
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

/**
 * What there is to say besides: why it was kept or failed, what to look out for, what it became. Of several outputs only what was made
 * of them, and what went wrong: the rest stands with each.
 */
export function notesOf(task: TaskView | undefined, upload: Upload | undefined): string[] {
  if (!task) return upload && "failure" in upload.state ? [upload.state.failure.message] : [];
  const [first, ...others] = task.outputs;
  if (first === undefined) return [];
  if (others.length === 0) return outputNotes(first);
  const failures = task.outputs.flatMap(({ result }) => (result.status === "failed" ? [result.error.message] : []));
  const made = deliveredOutputs(task).length;
  return [...(made === 0 ? [] : [text.made(made, task.outputs.length)]), ...new Set(failures)];
}

/** What an output became, why it was kept or failed, and what to look out for. */
export function outputNotes({ result }: OutputView): string[] {
  if (result.status === "failed") return [result.error.message];
  if (!isDelivered(result)) return [];
  const reason = result.status === "keptOriginal" ? [keptReasonTexts[result.reason]] : [];
  const { width, height, format } = result.output;
  return [
    text.dimensions(width, height, sourceFacts[format].label),
    ...scoreNote(result),
    ...reason,
    ...(result.reused === true ? [reusedText] : []),
    ...result.warnings.map((warning) => warningTexts[warning]),
  ];
}

const scoreNote = (result: TaskResult): string[] =>
  result.status === "optimized" && result.encoding?.score != null ? [text.score(result.encoding.score)] : [];

/** Bytes of the delivered file, or of all of several together; null without one. */
export function outputBytesOf(task: TaskView | undefined): number | null {
  const bytes = deliveredOutputs(task).map(({ result }) => bytesOf(result) ?? 0);
  return bytes.length === 0 ? null : bytes.reduce((sum, each) => sum + each, 0);
}

/** Bytes of an output's file; null without one. */
export const bytesOf = (result: TaskResult): number | null => (isDelivered(result) ? result.output.bytes : null);

const deliveredOutputs = (task: TaskView | undefined): OutputView[] =>
  (task?.outputs ?? []).filter(({ result }) => isDelivered(result));
