import { formats, imageFormats, type Quality, type TargetFormat } from "@pixelmill/core";

/** The ways to say how good a file is to be. */
export const qualityModes = ["default", "number", "target", "maxBytes", "lossless"] as const;

export type QualityMode = (typeof qualityModes)[number];

/** A quality as the form holds it: what belongs to a way that is not chosen is kept for when it is. */
export interface QualityDraft {
  readonly mode: QualityMode;
  readonly number: number;
  readonly target: number;
  /** An unfinished number is a text. */
  readonly kilobytes: string;
}

export const initialQuality: QualityDraft = { mode: "default", number: 80, target: 75, kilobytes: "200" };

/** The ends of the sliders. A score of 100 is the source itself. */
export const qualityNumberRange = { min: 1, max: 100 } as const;
export const targetRange = { min: 30, max: 95 } as const;

interface Wish {
  readonly formats: readonly TargetFormat[];
  readonly quality: QualityDraft;
}

/** The ways that can be chosen: one number is no quality where formats are compared, nor where all are lossless. */
export const qualityModesFor = (targets: readonly TargetFormat[]): QualityMode[] =>
  qualityModes.filter((mode) => mode !== "number" || targets.some(hasNumber));

/** The way that is chosen; the default where it can't be. */
export const qualityModeOf = ({ formats: targets, quality: { mode } }: Wish): QualityMode =>
  qualityModesFor(targets).includes(mode) ? mode : "default";

/** Whether a largest size is one that can be asked for. */
export const isValidSizeLimit = (kilobytes: string): boolean => /^0*[1-9]\d{0,6}$/.test(kilobytes.trim());

/** The quality of one of the targets. What it has no use for is left out. */
export function qualityOf(wish: Wish, target: TargetFormat): Quality {
  const { number, target: score, kilobytes } = wish.quality;
  switch (qualityModeOf(wish)) {
    case "default":
      return null;
    case "number":
      return hasNumber(target) ? number : null;
    case "target":
      return { target: score };
    case "maxBytes":
      return { maxBytes: isValidSizeLimit(kilobytes) ? Number(kilobytes) * 1000 : Number.NaN };
    case "lossless":
      return "lossless";
  }
}

const hasNumber = (target: TargetFormat): boolean =>
  target === "original" || (target !== "auto" && formats[target].quality !== null);

/** The default quality of every format the targets can come out as; null for the lossless ones. */
export function qualityDefaults(targets: readonly TargetFormat[]): { readonly label: string; readonly quality: number | null }[] {
  const open = targets.includes("original") || targets.includes("auto");
  const outputs = open ? imageFormats : targets.filter((target) => target !== "original" && target !== "auto");
  return outputs.map((format) => ({ label: formats[format].label, quality: formats[format].quality?.default ?? null }));
}

/** A quality that was kept in the browser, whichever version of the page kept it; null where it is none. */
export function restoreQuality(value: unknown): QualityDraft | null {
  // Earlier pages knew a number, or null for the default.
  if (value === null) return initialQuality;
  if (isWithin(value, qualityNumberRange)) return { ...initialQuality, mode: "number", number: value };
  if (typeof value !== "object") return null;
  const { mode, number, target, kilobytes }: Record<keyof QualityDraft, unknown> = { ...initialQuality, ...value };
  const isKnown =
    (qualityModes as readonly unknown[]).includes(mode) &&
    isWithin(number, qualityNumberRange) &&
    isWithin(target, targetRange) &&
    typeof kilobytes === "string";
  return isKnown ? ({ mode, number, target, kilobytes } as QualityDraft) : null;
}

const isWithin = (value: unknown, { min, max }: { readonly min: number; readonly max: number }): value is number =>
  Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
