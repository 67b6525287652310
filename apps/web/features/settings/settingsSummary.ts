import {
  formats,
  type OutputSettings,
  presetOf,
  type Quality,
  type Resize,
  type Settings,
  type TargetFormat,
} from "@pixelmill/core";
import type { Words } from "../../lib/i18n/words.ts";

/** A job's settings in one line: the preset's name or what differs from the defaults, the formats, the sizes, and what is kept. */
export const settingsSummary = ({ outputs }: Pick<Settings, "outputs">, words: Words): string[] => [
  ...listedOrNone(encodeTexts(outputs, words), words),
  words.formats.listed(distinct(outputs.map(({ format }) => formatName(format, words)))),
  ...listedOrNone(sizeTexts(outputs, words), words),
  ...distinct(outputs.flatMap((output) => keptTexts(output, words))),
];

/** The name of a format that a file can be asked for in, as part of a sentence. */
const formatName = (format: TargetFormat, { t }: Words): string =>
  format === "original" || format === "auto" ? t(`settings.formatNames.${format}`) : formats[format].label;

/** How the files are encoded: the preset's name, or what differs from the defaults. */
function encodeTexts(outputs: readonly OutputSettings[], words: Words): string[] {
  const preset = presetOf(outputs);
  if (preset !== null) return [words.t(`core.presets.${preset}.label`)];
  return distinct(outputs.flatMap((output) => encodeTextsOf(output, words)));
}

const encodeTextsOf = ({ quality, effort, chroma, colours }: OutputSettings, words: Words): string[] => [
  ...(quality === null ? [] : [qualityText(quality, words)]),
  ...(effort === "balanced" ? [] : [words.t(`settings.summary.effort.${effort}`)]),
  ...(chroma === "auto" ? [] : [words.t(`settings.summary.chroma.${chroma}`)]),
  ...(colours === null ? [] : [words.t("settings.summary.colours", { colours })]),
];

function qualityText(quality: NonNullable<Quality>, { t, formats: { bytes } }: Words): string {
  if (quality === "lossless") return t("settings.summary.lossless");
  if (typeof quality === "number") return t("settings.summary.quality", { quality });
  if ("target" in quality) return t("settings.summary.target", { score: quality.target });
  return t("settings.summary.maxBytes", { bytes: bytes(quality.maxBytes) });
}

/** The wished sizes. Where all keep theirs there is nothing to say. */
function sizeTexts(outputs: readonly OutputSettings[], words: Words): string[] {
  if (outputs.every(({ resize }) => resize === null)) return [];
  return distinct(outputs.map((output) => sizeText(output, words)));
}

function sizeText({ resize, sharpen }: OutputSettings, { t }: Words): string {
  if (resize === null) return t("settings.summary.ownSize");
  const size = resizeText(resize, { t });
  return sharpen ? t("settings.summary.sharpened", { size }) : size;
}

function resizeText(resize: Resize, { t }: Pick<Words, "t">): string {
  switch (resize.mode) {
    case "box":
      return t(`settings.summary.${resize.fit}`, { width: resize.width, height: resize.height });
    case "percent":
      return t("settings.summary.percent", { percent: resize.percent });
    default:
      return t(`settings.summary.${resize.mode}`, { pixels: resize.pixels });
  }
}

/** What is kept of the sources, where it is not what nearly all want. */
const keptTexts = ({ metadata, colour }: OutputSettings, { t }: Words): string[] => [
  ...(metadata === "strip" ? [] : [t(`settings.summary.${metadata}`)]),
  ...(colour === "srgb" ? [] : [t("settings.summary.keepColours")]),
];

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const listedOrNone = (texts: readonly string[], { formats: { listed } }: Words): string[] =>
  texts.length === 0 ? [] : [listed(texts)];
