import { type ResultFacts, type SourceFormat, scoreLookOf } from "@pixelmill/core";
import type { Formats } from "../../lib/format.ts";
import type { Translate, Words } from "../../lib/i18n/words.ts";

import { pictureText } from "./rowText.ts";

/** A fact in words. */
export type FactRow = readonly [label: string, value: string];

/** Everything that is known of one of a task's results, in words; what is not known is left out. `outputs`: how many results it has. */
export function factRows(facts: ResultFacts, words: Words, outputs = 1): FactRow[] {
  const { t, formats } = words;
  const { path, reason, sourceBytes, bytes, encodeMs, peakBytes, warnings, error } = facts;
  const source = imageText(facts.sourceFormat, facts.sourceWidth, facts.sourceHeight, sourceBytes, formats);
  const ofAll = (value: string) => (outputs === 1 ? value : t("job.ofAll", { value, outputs }));
  const rows: (readonly [string, string | null])[] = [
    [t("job.facts.path"), path],
    [t("job.facts.source"), source],
    [t("job.facts.result"), bytes === null ? null : imageText(facts.format, facts.width, facts.height, bytes, formats)],
    [t("job.facts.frames"), facts.frames === null || facts.frames === 1 ? null : formats.count(facts.frames)],
    [t("job.facts.change"), bytes === null ? null : formats.change(sourceBytes, bytes)],
    [t("job.facts.score"), facts.score === null ? null : scoreText(facts.score, words)],
    [t("job.facts.encoder"), encoderText(facts, t)],
    [t("job.facts.encodes"), facts.encodes === null || facts.encodes === 1 ? null : formats.count(facts.encodes)],
    [t("job.facts.reason"), reason === null ? null : t(`core.keptReasons.${reason}`)],
    [t("job.facts.time"), encodeMs === null ? null : ofAll(formats.duration(encodeMs))],
    [t("job.facts.memory"), peakBytes === null ? null : ofAll(formats.bytes(peakBytes))],
    ...warnings.map((warning) => [t("job.facts.warning"), t(`core.warnings.${warning}`)] as const),
    [t("job.facts.error"), error === null ? null : `${words.failure(error)} (${error.code})`],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [[label, value]]));
}

const scoreText = (score: number, { t, formats }: Words): string =>
  t("job.scoreValue", { score: formats.decimal(score, 1), look: t(`core.scoreLooks.${scoreLookOf(score)}`) });

function encoderText({ encoder, quality, lossless, effort, chroma, colours }: ResultFacts, t: Translate): string | null {
  if (encoder === null || effort === null) return null;
  const parts = [
    encoder,
    lossless === true ? t("job.lossless") : null,
    quality === null ? null : t("job.qualityValue", { quality }),
    chroma,
    colours === null ? null : t("job.coloursValue", { colours }),
    t("job.effortValue", { label: t(`settings.summary.effort.${effort}`) }),
  ];
  return parts.filter((part) => part !== null).join(", ");
}

const imageText = (
  format: SourceFormat | null,
  width: number | null,
  height: number | null,
  bytes: number,
  formats: Formats,
): string =>
  format === null || width === null || height === null
    ? formats.bytes(bytes)
    : `${pictureText({ format, width, height })}, ${formats.bytes(bytes)}`;
