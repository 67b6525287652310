"use client";
import { type PresetName, presetNames } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { PresetTools } from "../presets/PresetTools.tsx";
import { usePresets } from "../presets/usePresets.ts";
import { type Choice, ChoiceField } from "./ChoiceField.tsx";
import { draftOfSettings, isSameSettings } from "./draftOfSettings.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import { draftOfPreset, presetOfDraft, toSettings } from "./settingsDraft.ts";

/** A built-in preset by its name, a saved one by its place in the list. */
type Choosable = PresetName | "custom" | `saved ${number}`;

/**
 * Everything at once under a name. What differs from every preset is called so. A saved one says all, so where the form is that, it is
 * named first.
 */
export function PresetField({ draft, onChange, refusal }: FieldProps): ReactNode {
  const { t } = useWords();
  const saved = usePresets();
  const settings = toSettings(draft);
  const savedAt = settings === null ? -1 : saved.findIndex((each) => isSameSettings(each.settings, settings));
  const preset = presetOfDraft(draft);
  const builtIn = presetNames.map((name) => {
    const refused = refusal({ ...draft, ...draftOfPreset(name, draft) });
    return { value: name, label: t(`core.presets.${name}.label`), isDisabled: refused !== null, refused };
  });
  const reason = builtIn.find(({ refused }) => refused !== null)?.refused ?? null;
  const value: Choosable = savedAt === -1 ? (preset ?? "custom") : `saved ${savedAt}`;
  const ofBuiltIn = preset === null ? t("settings.customHelp") : t(`core.presets.${preset}.help`);
  const help = savedAt === -1 ? ofBuiltIn : t("presets.savedHelp");
  const choices: readonly Choice<Choosable>[] = [
    ...builtIn.map((choice) => (saved.length === 0 ? choice : { ...choice, group: t("presets.builtIn") })),
    ...saved.map(({ name }, at) => ({ value: `saved ${at}` as const, label: name, group: t("presets.saved") })),
    ...(value === "custom" ? [{ value, label: t("settings.custom"), isDisabled: true }] : []),
  ];
  const choose = (chosen: Choosable) => {
    const name = presetNames.find((each) => each === chosen);
    const own = saved.find((_, at) => chosen === `saved ${at}`);
    if (name !== undefined) onChange(draftOfPreset(name, draft));
    else if (own !== undefined) onChange(draftOfSettings(own.settings));
  };
  return (
    <div>
      <ChoiceField<Choosable>
        label={t("settings.preset")}
        value={value}
        choices={choices}
        help={reason === null ? help : `${help} ${reason}`}
        onChange={choose}
        testId="preset"
      />
      <PresetTools settings={settings} name={saved[savedAt]?.name ?? null} />
    </div>
  );
}
