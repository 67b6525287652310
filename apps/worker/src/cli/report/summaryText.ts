import { formatBytes, outputsInWords, warnings, warningTexts } from "@pixelmill/core";
import type { SummaryLine } from "./lines.ts";
import type { FailedLine, Tally } from "./tally.ts";
import { count, durationText, savedText } from "./words.ts";

/** What went wrong, two lines a failure; where it is not the whole file that failed it says which of its results. */
export const failureText = ({ path, wish, error }: Pick<FailedLine, "path" | "wish" | "error">): string =>
  `${shown(path)}${wish === null ? "" : ` as ${outputsInWords([wish])}`}\n  ${error.message} (${error.code})`;

/** A path on one line, without what a terminal would take for a command: names of files come from anywhere. */
const shown = (path: string): string => path.replace(/\p{Cc}/gu, "\ufffd");

/** What can be done about failures that Pixelmill itself is to blame for. */
export const internalHint = "Run it again with LOG_LEVEL=debug in the environment to see what happened.";

/** The summary for people, its lines without a line break at the end. */
export function summaryText(tally: Tally, summary: SummaryLine, out: string): string {
  return [
    countsText(summary),
    ...bytesText(summary, out),
    ...knownText(summary),
    ...warningLines(tally),
    ...skippedText(summary),
  ].join("\n");
}

function countsText({ files, optimized, keptOriginal, failed, cancelled }: SummaryLine): string {
  if (files === 0) return "No images found.";
  const parts = [
    [optimized, "optimized"],
    [keptOriginal, "kept unchanged"],
    [failed, "failed"],
    [cancelled, "not done"],
  ] as const;
  const named = parts.filter(([number]) => number > 0).map(([number, what]) => `${number.toLocaleString("en")} ${what}`);
  return `${count(files, "file")}: ${named.join(", ")}.`;
}

function bytesText(summary: SummaryLine, out: string): string[] {
  const { optimized, keptOriginal, sourceBytes, outputs, outputBytes, elapsedMs } = summary;
  if (outputs === 0) return [];
  const several = outputs > optimized + keptOriginal ? ` in ${count(outputs, "result")}` : "";
  const sizes = `${formatBytes(sourceBytes)} → ${formatBytes(outputBytes)}${several}`;
  return [`${sizes}, ${savedText(sourceBytes, outputBytes)}, in ${durationText(elapsedMs)}. The results are in ${out}.`];
}

const knownText = ({ known }: SummaryLine): string[] =>
  known === 0 ? [] : [`${count(known, "file")} known from before: nothing of ${known === 1 ? "it" : "them"} was encoded again.`];

function warningLines({ warnings: counted }: Tally): string[] {
  return warnings
    .map((warning) => [warning, counted.get(warning) ?? 0] as const)
    .filter(([, number]) => number > 0)
    .map(([warning, number]) => `${count(number, "file")}: ${warningTexts[warning]}`);
}

function skippedText({ skipped }: SummaryLine): string[] {
  return skipped === 0 ? [] : [`${count(skipped, "other file")} skipped.`];
}
