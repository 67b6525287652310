import {
  effortTexts,
  keptReasonTexts,
  type ResultFacts,
  type SourceFormat,
  scoreText,
  sourceFacts,
  warningTexts,
} from "@pixelmill/core";
import { formatBytes, formatChange, formatDuration } from "../../lib/format.ts";
import { jobMessages as text } from "./messages.ts";

/** A fact in words. */
export type FactRow = readonly [label: string, value: string];

/** Everything that is known of one of a task's results, in words; what is not known is left out. `outputs`: how many results it has. */
export function factRows(facts: ResultFacts, outputs = 1): FactRow[] {
  const { path, reason, sourceBytes, bytes, encodeMs, peakBytes, warnings, error } = facts;
  const source = imageText(facts.sourceFormat, facts.sourceWidth, facts.sourceHeight, sourceBytes);
  const rows: (readonly [string, string | null])[] = [
    [text.facts.path, path],
    [text.facts.source, source],
    [text.facts.result, bytes === null ? null : imageText(facts.format, facts.width, facts.height, bytes)],
    [text.facts.frames, facts.frames === null || facts.frames === 1 ? null : String(facts.frames)],
    [text.facts.change, bytes === null ? null : formatChange(sourceBytes, bytes)],
    [text.facts.score, facts.score === null ? null : text.scoreValue(facts.score, scoreText(facts.score))],
    [text.facts.encoder, encoderText(facts)],
    [text.facts.encodes, facts.encodes === null || facts.encodes === 1 ? null : String(facts.encodes)],
    [text.facts.reason, reason === null ? null : keptReasonTexts[reason]],
    [text.facts.time, encodeMs === null ? null : text.ofAll(formatDuration(encodeMs), outputs)],
    [text.facts.memory, peakBytes === null ? null : text.ofAll(formatBytes(peakBytes), outputs)],
    ...warnings.map((warning) => [text.facts.warning, warningTexts[warning]] as const),
    [text.facts.error, error === null ? null : `${error.message} (${error.code})`],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [[label, value]]));
}

function encoderText({ encoder, quality, lossless, effort, chroma, colours }: ResultFacts): string | null {
  if (encoder === null || effort === null) return null;
  const parts = [
    encoder,
    lossless === true ? text.lossless : null,
    quality === null ? null : text.qualityValue(quality),
    chroma,
    colours === null ? null : text.coloursValue(colours),
    text.effortValue(effortTexts[effort].label.toLowerCase()),
  ];
  return parts.filter((part) => part !== null).join(", ");
}

const imageText = (format: SourceFormat | null, width: number | null, height: number | null, bytes: number): string =>
  format === null || width === null || height === null
    ? formatBytes(bytes)
    : `${text.dimensions(width, height, sourceFacts[format].label)}, ${formatBytes(bytes)}`;
