import {
  formats,
  imageFormats,
  type QualityRange,
  type Resize,
  resizeModes,
  type Settings,
  settingsSchema,
  type TargetFormat,
  targetFormats,
} from "@pixelmill/core";

/** The settings as the form holds them: an unfinished number is a text. */
export interface SettingsDraft {
  readonly format: TargetFormat;
  readonly quality: number | null;
  readonly resizeMode: Resize["mode"] | "none";
  readonly pixels: string;
}

export const initialDraft: SettingsDraft = { format: "original", quality: null, resizeMode: "none", pixels: "1920" };

/** The settings, or null while the form holds something that is not valid. What does not apply is left out. */
export function toSettings(draft: SettingsDraft): Settings | null {
  const parsed = settingsSchema.safeParse({
    format: draft.format,
    quality: qualityRange(draft.format) === null ? null : draft.quality,
    resize: draft.resizeMode === "none" ? null : { mode: draft.resizeMode, pixels: pixelsOf(draft.pixels) },
  });
  return parsed.success ? parsed.data : null;
}

/** NaN for anything but digits: `Number` would take "1e3" and "". */
const pixelsOf = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);

/** The scale of a target's quality, or null where it is lossless. `original` has that of its lossy formats. */
export function qualityRange(target: TargetFormat): QualityRange | null {
  return target === "original" ? formats.jpeg.quality : formats[target].quality;
}

/** The default quality of every format a target can come out as; null for the lossless ones. */
export function qualityDefaults(target: TargetFormat): { readonly label: string; readonly quality: number | null }[] {
  const outputs = target === "original" ? imageFormats : [target];
  return outputs.map((format) => ({ label: formats[format].label, quality: formats[format].quality?.default ?? null }));
}

/** A draft that was kept in the browser, by whichever version of the page. Null where it is none. */
export function restoreDraft(value: unknown): SettingsDraft | null {
  if (typeof value !== "object" || value === null) return null;
  const draft = { ...initialDraft, ...value };
  const known =
    (targetFormats as readonly string[]).includes(draft.format) &&
    ([...resizeModes, "none"] as readonly string[]).includes(draft.resizeMode) &&
    (draft.quality === null || (Number.isInteger(draft.quality) && draft.quality >= 1 && draft.quality <= 100)) &&
    typeof draft.pixels === "string";
  return known ? draft : null;
}
