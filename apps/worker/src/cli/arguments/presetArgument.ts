import { type Preset, type PresetName, presetNames, presets } from "@pixelmill/core";
import type { OptionName } from "./options.ts";
import { givenQualityOptions } from "./qualityArgument.ts";
import type { OptionTexts } from "./readOptions.ts";

type Values = OptionTexts<OptionName>["values"];

/** The options with those that `--preset` stands for; what was given besides goes before. An unknown preset is a problem. */
export function withPreset(values: Values, problems: string[]): Values {
  const { preset: name } = values;
  if (name === undefined) return values;
  if (!isPreset(name)) {
    problems.push(`--preset: expected ${presetNames.slice(0, -1).join(", ")} or ${presetNames.at(-1)}`);
    return values;
  }
  const { encode, set }: Preset = presets[name];
  return {
    ...(encode.quality === undefined || givenQualityOptions(values).length > 0 ? {} : { [encode.quality]: true }),
    ...(encode.effort === undefined ? {} : { effort: encode.effort }),
    ...(set === null ? {} : { format: set.formats.join(), resize: set.widths.map((pixels) => `width=${pixels}`).join() }),
    ...values,
  };
}

const isPreset = (name: string | true): name is PresetName => (presetNames as readonly (string | true)[]).includes(name);
