import {
  isDelivered,
  type Output,
  type OutputView,
  type SourceFormat,
  sourceFacts,
  type TaskResult,
  type TaskView,
} from "@pixelmill/core";
import { fileSize } from "../../lib/fileSize.ts";
import { wholePercent } from "../../lib/format.ts";
import type { Words } from "../../lib/i18n/words.ts";
import type { Upload } from "../upload/uploadState.ts";
import { phaseOf } from "./rows.ts";

/** The file's state in words. */
export function phaseText(task: TaskView | undefined, upload: Upload | undefined, { t }: Words): string {
  if (!task && upload?.state.kind === "sending")
    return t("job.uploadedShare", { percent: wholePercent(upload.state.sentBytes, fileSize(upload.file)) });
  return t(`job.phases.${phaseOf({ task, upload })}`);
}

/**
 * What there is to say besides: why it was kept or failed, what to look out for, what it became. Of several outputs only what was made
 * of them, and what went wrong: the rest stands with each.
 */
export function notesOf(task: TaskView | undefined, upload: Upload | undefined, words: Words): string[] {
  if (!task) return upload && "failure" in upload.state ? [words.failure(upload.state.failure)] : [];
  const [first, ...others] = task.outputs;
  if (first === undefined) return [];
  if (others.length === 0) return outputNotes(first, words);
  const failures = task.outputs.flatMap(({ result }) => (result.status === "failed" ? [words.failure(result.error)] : []));
  const made = deliveredOutputsOf(task).length;
  return [...(made === 0 ? [] : [madeText(made, task.outputs.length, words)]), ...new Set(failures)];
}

const madeText = (made: number, wished: number, { t }: Words): string =>
  made === wished ? t("job.allMade", { made }) : t("job.someMade", { made, wished });

/** What an output became, why it was kept or failed, and what to look out for. */
export function outputNotes({ result }: OutputView, words: Words): string[] {
  const { t } = words;
  if (result.status === "failed") return [words.failure(result.error)];
  if (!isDelivered(result)) return [];
  const reason = result.status === "keptOriginal" ? [t(`core.keptReasons.${result.reason}`)] : [];
  return [
    pictureText(result.output),
    ...scoreNote(result, words),
    ...reason,
    ...(result.reused === true ? [t("core.reused")] : []),
    ...result.warnings.map((warning) => t(`core.warnings.${warning}`)),
  ];
}

/** A picture by its format and size in pixels: "JPEG 1600 × 1200". */
export const pictureText = ({
  format,
  width,
  height,
}: Pick<Output, "width" | "height"> & { readonly format: SourceFormat }): string =>
  `${sourceFacts[format].label} ${width} × ${height}`;

const scoreNote = (result: TaskResult, { t }: Words): string[] =>
  result.status === "optimized" && result.encoding?.score != null
    ? [t("job.score", { score: Math.round(result.encoding.score) })]
    : [];

/** Bytes of the delivered file, or of all of several together; null without one. */
export function outputBytesOf(task: TaskView | undefined): number | null {
  const bytes = deliveredOutputsOf(task).map(({ result }) => bytesOf(result) ?? 0);
  return bytes.length === 0 ? null : bytes.reduce((sum, each) => sum + each, 0);
}

/** Bytes of an output's file; null without one. */
export const bytesOf = (result: TaskResult): number | null => (isDelivered(result) ? result.output.bytes : null);

/** Those of a task that gave a file. */
export const deliveredOutputsOf = (task: TaskView | undefined): OutputView[] =>
  (task?.outputs ?? []).filter(({ result }) => isDelivered(result));
