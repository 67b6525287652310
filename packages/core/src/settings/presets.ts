import type { TargetFormat } from "../formats/formats.ts";
import type { Effort } from "./quality.ts";
import { type OutputSettings, type OutputSettingsInput, outputSettingsSchema, type SettingsInput } from "./settings.ts";

/** The settings that every preset is about: how a file is encoded. What is kept of it and what it is called are other questions. */
export const presetFields = ["quality", "effort", "chroma", "colours"] as const satisfies readonly (keyof OutputSettings)[];

/** Settings under a name. */
export interface Preset {
  /** Name for people. */
  readonly label: string;
  /** What it is good for. */
  readonly help: string;
  /** How every file is encoded; what is left out has its default. */
  readonly encode: { readonly quality?: "lossless"; readonly effort?: Effort };
  /** The files that it makes of each image: every format at every width, in pixels. Null leaves formats and sizes to the user. */
  readonly set: { readonly formats: readonly TargetFormat[]; readonly widths: readonly number[] } | null;
}

/**
 * Presets. Every format has a default quality of its own, all of which look the same; presets have that in common, `lossless` apart,
 * and differ in the time that they take for fewer bytes. docs/quality.md has what each comes to in bytes, score and CPU time.
 */
export const presets = {
  fast: {
    label: "Fast",
    help: "The same look in the least time; files are somewhat larger.",
    encode: { effort: "fast" },
    set: null,
  },
  balanced: {
    label: "Balanced",
    help: "Looks like the original, in a fraction of its bytes.",
    encode: {},
    set: null,
  },
  smallest: {
    label: "Smallest",
    help: "The same look in the fewest bytes; takes several times as long.",
    encode: { effort: "smallest" },
    set: null,
  },
  lossless: {
    label: "Lossless",
    help: "No pixel changes; only bytes that nobody sees go.",
    encode: { quality: "lossless" },
    set: null,
  },
  web: {
    label: "Web set",
    help: "AVIF, WebP and JPEG in three widths, and the HTML by which a browser takes the one that suits it.",
    encode: {},
    set: { formats: ["avif", "webp", "jpeg"], widths: [640, 1280, 1920] },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

/** The preset that settings without any wish are. */
export const defaultPreset: PresetName = "balanced";

/** Formats and sizes that a user asks for besides a preset; they go before its own. */
export interface PresetChoice {
  readonly formats?: readonly TargetFormat[] | undefined;
  readonly sizes?: readonly OutputSettingsInput["resize"][] | undefined;
}

/** The outputs of a preset: every format in every size, format by format. */
export function presetOutputs(name: PresetName, { formats, sizes }: PresetChoice = {}): OutputSettingsInput[] {
  const { encode, set }: Preset = presets[name];
  const widths = set?.widths.map((pixels) => ({ mode: "width" as const, pixels }));
  return (formats ?? set?.formats ?? ["original"]).flatMap((format) =>
    (sizes ?? widths ?? [null]).map((resize) => ({ ...encode, format, resize })),
  );
}

/** The settings that a preset stands for. */
export const presetSettings = (name: PresetName): SettingsInput => ({ outputs: presetOutputs(name) });

/** The preset that a job's outputs are, whatever they say about what it leaves open; null where they differ from every one. */
export const presetOf = (outputs: readonly OutputSettings[]): PresetName | null =>
  // A set is told by its files, and encoded like another: it is asked for first.
  presetNames
    .toSorted((a, b) => Number(presets[a].set === null) - Number(presets[b].set === null))
    .find((name) => isPreset(outputs, name)) ?? null;

function isPreset(outputs: readonly OutputSettings[], name: PresetName): boolean {
  const wanted = presetOutputs(name).map((output) => outputSettingsSchema.parse(output));
  const encoded = new Set([...wanted, ...outputs].map(encodeKey)).size === 1;
  if (presets[name].set === null) return encoded;
  const files = new Set(wanted.map(fileKey));
  return encoded && outputs.length === files.size && outputs.every((output) => files.has(fileKey(output)));
}

const encodeKey = (output: OutputSettings): string => JSON.stringify(presetFields.map((field) => output[field]));

const fileKey = ({ format, resize }: OutputSettings): string => JSON.stringify([format, resize]);
