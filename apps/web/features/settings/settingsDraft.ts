import {
  type CandidateFormat,
  type ColourPolicy,
  candidateFormats,
  colourPolicies,
  contradictionTexts,
  defaultSettings,
  type MetadataPolicy,
  maxOutputs,
  metadataPolicies,
  namePatternSchema,
  type OutputSettings,
  type OutputSettingsInput,
  outputSettingsSchema,
  type PresetName,
  presetOf,
  presets,
  type Settings,
  settingsSchema,
  type TargetFormat,
  targetFormats,
} from "@pixelmill/core";
import { initialQuality, type QualityDraft, qualityOf, restoreQuality } from "./qualityDraft.ts";
import { initialSize, resizeOf, restoreSize, type SizeDraft } from "./sizeDraft.ts";

export type ContradictionName = keyof typeof contradictionTexts;

/** The settings as the form holds them. Every image comes back in each format at each size. */
export interface SettingsDraft {
  /** At least one, in the order of `targetFormats`. */
  readonly formats: readonly TargetFormat[];
  /** What `auto` chooses from, at least one. */
  readonly candidates: readonly CandidateFormat[];
  readonly quality: QualityDraft;
  readonly effort: OutputSettings["effort"];
  readonly chroma: OutputSettings["chroma"];
  /** At least one. */
  readonly sizes: readonly SizeDraft[];
  readonly enlarge: boolean;
  readonly sharpen: boolean;
  /** A name pattern, which may be unfinished. */
  readonly names: string;
  readonly keepTree: boolean;
  readonly metadata: MetadataPolicy;
  readonly colour: ColourPolicy;
}

const defaults = outputSettingsSchema.parse({});

export const initialDraft: SettingsDraft = {
  formats: [defaults.format],
  candidates: defaults.candidates,
  quality: initialQuality,
  effort: defaults.effort,
  chroma: defaults.chroma,
  sizes: [initialSize],
  enlarge: false,
  sharpen: defaults.sharpen,
  names: defaultSettings.names,
  keepTree: defaultSettings.keepTree,
  metadata: defaults.metadata,
  colour: defaults.colour,
};

/** The settings, or null while the form holds something that is not valid. What does not apply is left out. */
export function toSettings(draft: SettingsDraft): Settings | null {
  const { names, keepTree } = draft;
  const parsed = settingsSchema.safeParse({ outputs: outputsOf(draft), names, keepTree });
  return parsed.success ? parsed.data : null;
}

/** What can't be had together, by name; nothing of numbers that are not finished, which say so themselves. */
export function contradictionsOf(draft: SettingsDraft): ContradictionName[] {
  const parsed = settingsSchema.safeParse({ outputs: outputsOf(draft) });
  const names = (parsed.error?.issues ?? []).map((issue) => (issue.code === "custom" ? issue.params?.name : undefined));
  return [...new Set(names.filter(isContradiction))];
}

const isContradiction = (name: unknown): name is ContradictionName => typeof name === "string" && name in contradictionTexts;

/** How many files the form asks for of each image, valid or not. */
export const outputCount = (draft: SettingsDraft): number => outputsOf(draft).length;

export const hasTooManyOutputs = (draft: SettingsDraft): boolean => outputCount(draft) > maxOutputs;

/** Format by format, each at every size; what would be the same twice is there once. */
function outputsOf(draft: SettingsDraft): OutputSettingsInput[] {
  const { sizes, enlarge, sharpen, metadata, colour } = draft;
  const outputs = draft.formats.flatMap((format) =>
    sizes.map((size) => ({
      ...encodeOf(draft, format),
      format,
      resize: resizeOf(size, enlarge),
      sharpen: sharpen && size.mode !== "none",
      metadata,
      colour,
    })),
  );
  return [...new Map(outputs.map((output) => [JSON.stringify(output), output])).values()];
}

export const isValidNames = (names: string): boolean => namePatternSchema.safeParse(names).success;

/** How files of one format are made: of what is chosen for all of them, what it has a use for. */
function encodeOf(draft: SettingsDraft, format: TargetFormat): OutputSettingsInput {
  const { candidates, effort } = draft;
  const quality = qualityOf(draft, format);
  const chroma = holdsChroma(format) && quality !== "lossless" ? draft.chroma : "auto";
  return { quality, effort, chroma, ...(format === "auto" ? { candidates: [...candidates] } : {}) };
}

/** A PNG has no colour part of its own, and that of a WebP is what it is. */
const holdsChroma = (format: TargetFormat): boolean => format !== "png" && format !== "webp";

/** What a preset changes in the form. Formats and sizes that an earlier one brought go with it. */
export function draftOfPreset(name: PresetName, before: SettingsDraft): Partial<SettingsDraft> {
  const { encode, set } = presets[name];
  const { quality, effort, chroma } = outputSettingsSchema.parse(encode);
  const mode = quality === "lossless" ? "lossless" : "default";
  const encoded = { quality: { ...before.quality, mode }, effort, chroma } as const;
  if (set !== null) return { ...encoded, formats: inOrder(set.formats), sizes: set.widths.map(widthOf), enlarge: false };
  const current = presetOfDraft(before);
  const bySet = current !== null && presets[current].set !== null;
  return bySet ? { ...encoded, formats: initialDraft.formats, sizes: initialDraft.sizes } : encoded;
}

const widthOf = (pixels: number): SizeDraft => ({ ...initialSize, mode: "width", pixels: String(pixels) });

const inOrder = (formats: readonly TargetFormat[]): TargetFormat[] => targetFormats.filter((each) => formats.includes(each));

/** The preset that the form's settings are; null where they differ from every one, or are not valid yet. */
export function presetOfDraft(draft: SettingsDraft): PresetName | null {
  const settings = toSettings(draft);
  return settings === null ? null : presetOf(settings.outputs);
}

/** A draft that was kept in the browser, by whichever version of the page. Null where it is none. */
export function restoreDraft(value: unknown): SettingsDraft | null {
  if (typeof value !== "object" || value === null) return null;
  const kept: Record<keyof SettingsDraft, unknown> = { ...initialDraft, ...ofOneOutput(value), ...value };
  const quality = restoreQuality(kept.quality);
  const sizes = Array.isArray(kept.sizes) ? kept.sizes.map(restoreSize) : [];
  const { formats: targets, candidates, effort, chroma, enlarge, sharpen, names, keepTree, metadata, colour } = kept;
  const isKnown =
    isSome(targets, (target) => (targetFormats as readonly unknown[]).includes(target)) &&
    isSome(candidates, (candidate) => (candidateFormats as readonly unknown[]).includes(candidate)) &&
    isSome(sizes, (size) => size !== null) &&
    [enlarge, sharpen, keepTree].every((flag) => typeof flag === "boolean") &&
    typeof names === "string" &&
    (metadataPolicies as readonly unknown[]).includes(metadata) &&
    (colourPolicies as readonly unknown[]).includes(colour) &&
    outputSettingsSchema.safeParse({ effort, chroma }).success;
  if (!isKnown || quality === null) return null;
  const draft = {
    formats: targets,
    candidates,
    quality,
    effort,
    chroma,
    sizes,
    enlarge,
    sharpen,
    names,
    keepTree,
    metadata,
    colour,
  };
  return draft as SettingsDraft;
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
