import {
  candidateFormats,
  defaultNamePattern,
  formats,
  type ImageFormat,
  imageFormats,
  maxOutputs,
  namePatternSchema,
  type OutputSettingsInput,
  type QualityRange,
  type Settings,
  settingsSchema,
  type TargetFormat,
  targetFormats,
} from "@pixelmill/core";
import { initialSize, resizeOf, restoreSize, type SizeDraft } from "./sizeDraft.ts";

/** The settings as the form holds them. Every image comes back in each format at each size. */
export interface SettingsDraft {
  /** At least one, in the order of `targetFormats`. */
  readonly formats: readonly TargetFormat[];
  readonly quality: number | null;
  /** At least one. */
  readonly sizes: readonly SizeDraft[];
  readonly enlarge: boolean;
  readonly sharpen: boolean;
  /** A name pattern, which may be unfinished. */
  readonly names: string;
  readonly keepTree: boolean;
}

export const initialDraft: SettingsDraft = {
  formats: ["original"],
  quality: null,
  sizes: [initialSize],
  enlarge: false,
  sharpen: false,
  names: defaultNamePattern,
  keepTree: true,
};

/** The settings, or null while the form holds something that is not valid. What does not apply is left out. */
export function toSettings(draft: SettingsDraft): Settings | null {
  const { names, keepTree } = draft;
  const parsed = settingsSchema.safeParse({ outputs: outputsOf(draft), names, keepTree });
  return parsed.success ? parsed.data : null;
}

/** How many files the form asks for of each image, valid or not. */
export const outputCount = (draft: SettingsDraft): number => outputsOf(draft).length;

export const hasTooManyOutputs = (draft: SettingsDraft): boolean => outputCount(draft) > maxOutputs;

/** Format by format, each at every size; what would be the same twice is there once. */
function outputsOf({ formats: targets, quality, sizes, enlarge, sharpen }: SettingsDraft): OutputSettingsInput[] {
  const outputs = targets.flatMap((format) =>
    sizes.map((size) => ({
      format,
      quality: qualityRange([format]) === null ? null : quality,
      resize: resizeOf(size, enlarge),
      sharpen: sharpen && size.mode !== "none",
    })),
  );
  return [...new Map(outputs.map((output) => [JSON.stringify(output), output])).values()];
}

export const isValidNames = (names: string): boolean => namePatternSchema.safeParse(names).success;

/** The scale of the targets' quality, or null where all are lossless. `original` has that of its lossy formats. */
export function qualityRange(targets: readonly TargetFormat[]): QualityRange | null {
  const ranges = targets.map(rangeOf);
  return ranges.find((range) => range !== null) ?? null;
}

/** A number means something else in each format: where any of them may come out there is none. */
function rangeOf(target: TargetFormat): QualityRange | null {
  if (target === "auto") return null;
  return target === "original" ? formats.jpeg.quality : formats[target].quality;
}

/** The default quality of every format the targets can come out as; null for the lossless ones. */
export function qualityDefaults(targets: readonly TargetFormat[]): { readonly label: string; readonly quality: number | null }[] {
  const outputs = [...new Set(targets.flatMap(formatsOf))];
  return outputs.map((format) => ({ label: formats[format].label, quality: formats[format].quality?.default ?? null }));
}

function formatsOf(target: TargetFormat): readonly ImageFormat[] {
  if (target === "original") return imageFormats;
  return target === "auto" ? candidateFormats : [target];
}

/** The one format that is chosen; null where every file may come out in another. */
export const onlyFormat = ({ formats: [first, ...others] }: SettingsDraft): ImageFormat | null =>
  first === undefined || first === "original" || first === "auto" || others.length > 0 ? null : first;

/** A draft that was kept in the browser, by whichever version of the page. Null where it is none. */
export function restoreDraft(value: unknown): SettingsDraft | null {
  if (typeof value !== "object" || value === null) return null;
  const draft: Record<keyof SettingsDraft, unknown> = { ...initialDraft, ...ofOneOutput(value), ...value };
  const { formats: targets, quality, enlarge, sharpen, names, keepTree } = draft;
  const sizes = Array.isArray(draft.sizes) ? draft.sizes.map(restoreSize) : [];
  const known =
    isSome(targets, (target) => (targetFormats as readonly unknown[]).includes(target)) &&
    isSome(sizes, (size) => size !== null) &&
    [enlarge, sharpen, keepTree].every((flag) => typeof flag === "boolean") &&
    typeof names === "string" &&
    (quality === null || (Number.isInteger(quality) && Number(quality) >= 1 && Number(quality) <= 100));
  return known ? ({ formats: targets, quality, sizes, enlarge, sharpen, names, keepTree } as SettingsDraft) : null;
}

/** Earlier pages knew one format and one size. */
function ofOneOutput(value: object): object {
  const { format, resizeMode: mode, pixels } = value as Record<string, unknown>;
  return {
    ...(format === undefined ? {} : { formats: [format] }),
    ...(mode === undefined && pixels === undefined
      ? {}
      : { sizes: [{ mode: mode ?? initialSize.mode, pixels: pixels ?? initialSize.pixels }] }),
  };
}

const isSome = (value: unknown, isOne: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isOne);
