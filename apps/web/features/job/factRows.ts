import { formats, type ImageFormat, keptReasonTexts, type ResultFacts, warningTexts } from "@pixelmill/core";
import { formatBytes, formatChange, formatDuration } from "../../lib/format.ts";
import { jobMessages as text } from "./messages.ts";

/** A fact in words. */
export type FactRow = readonly [label: string, value: string];

/** Everything that is known of a result, in words; what is not known is left out. */
export function factRows(facts: ResultFacts): FactRow[] {
  const { path, reason, sourceBytes, bytes, encodeMs, peakBytes, warnings, error } = facts;
  const source = imageText(facts.sourceFormat, facts.sourceWidth, facts.sourceHeight, sourceBytes);
  const rows: (readonly [string, string | null])[] = [
    [text.facts.path, path],
    [text.facts.source, source],
    [text.facts.result, bytes === null ? null : imageText(facts.format, facts.width, facts.height, bytes)],
    [text.facts.frames, facts.frames === null || facts.frames === 1 ? null : String(facts.frames)],
    [text.facts.change, bytes === null ? null : formatChange(sourceBytes, bytes)],
    [text.facts.reason, reason === null ? null : keptReasonTexts[reason]],
    [text.facts.time, encodeMs === null ? null : formatDuration(encodeMs)],
    [text.facts.memory, peakBytes === null ? null : formatBytes(peakBytes)],
    ...warnings.map((warning) => [text.facts.warning, warningTexts[warning]] as const),
    [text.facts.error, error === null ? null : `${error.message} (${error.code})`],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [[label, value]]));
}

const imageText = (format: ImageFormat | null, width: number | null, height: number | null, bytes: number): string =>
  format === null || width === null || height === null
    ? formatBytes(bytes)
    : `${text.dimensions(width, height, formats[format].label)}, ${formatBytes(bytes)}`;
