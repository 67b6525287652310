import { formats, type TargetFormat } from "@pixelmill/core";
import type { Translate } from "../../lib/i18n/words.ts";

/** The name of a format in a list of them: the standard's own, where it is one. */
export const formatLabel = (format: TargetFormat, t: Translate): string =>
  format === "original" || format === "auto" ? t(`settings.formatLabels.${format}`) : formats[format].label;
