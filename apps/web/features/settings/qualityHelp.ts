import { scoreLookOf } from "@pixelmill/core";
import type { Words } from "../../lib/i18n/words.ts";
import { isValidSizeLimit, qualityDefaults, qualityModeOf } from "./qualityDraft.ts";
import type { SettingsDraft } from "./settingsDraft.ts";

/** What the chosen way to say how good the files are to be means. */
export function qualityHelp({ formats, quality }: Pick<SettingsDraft, "formats" | "quality">, words: Words): string {
  const { t } = words;
  switch (qualityModeOf({ formats, quality })) {
    case "default":
      return joined(defaultsText(qualityDefaults(formats), words), losslessText(qualityDefaults(formats), words));
    case "number":
      return numberHelp(qualityDefaults(formats), quality.number, words);
    case "target":
      return t("settings.targetHelp", { look: t(`core.scoreLooks.${scoreLookOf(quality.target)}`) });
    case "maxBytes":
      return isValidSizeLimit(quality.kilobytes) ? t("settings.maxBytesHelp") : t("settings.kilobytesInvalid");
    case "lossless":
      return t("settings.losslessHelp");
  }
}

/** A format that can come out, and the quality it has by default; null where it is lossless. */
type FormatDefault = ReturnType<typeof qualityDefaults>[number];

function numberHelp(defaults: readonly FormatDefault[], number: number, words: Words): string {
  const { t } = words;
  const [first, ...others] = defaults.filter(({ quality }) => quality !== null);
  if (first?.quality == null) return losslessText(defaults, words);
  if (others.length > 0) return joined(t("settings.qualityDiffers"), losslessText(defaults, words));
  if (number === first.quality) return t("settings.qualityIsDefault", { format: first.label });
  return number < first.quality ? t("settings.qualityBelow") : t("settings.qualityAbove");
}

function defaultsText(defaults: readonly FormatDefault[], { t, formats }: Words): string {
  const lossy = defaults.flatMap(({ label, quality }) => (quality === null ? [] : [`${label} ${formats.count(quality)}`]));
  return lossy.length === 0 ? "" : t("settings.qualityDefaults", { formats: formats.listed(lossy) });
}

function losslessText(defaults: readonly FormatDefault[], { t, formats }: Words): string {
  const labels = defaults.filter(({ quality }) => quality === null).map(({ label }) => label);
  return labels.length === 0 ? "" : t("settings.losslessFormats", { count: labels.length, formats: formats.listed(labels) });
}

const joined = (...sentences: readonly string[]): string => sentences.filter((sentence) => sentence !== "").join(" ");
