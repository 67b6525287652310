"use client";
import { type PresetName, presetNames, presets } from "@pixelmill/core";
import type { ReactNode } from "react";
import { ChoiceField } from "./ChoiceField.tsx";
import { settingsMessages as text } from "./messages.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import { draftOfPreset, presetOfDraft } from "./settingsDraft.ts";

/** Everything at once under a name. What differs from every preset is called so. */
export function PresetField({ draft, onChange, refusal }: FieldProps): ReactNode {
  const preset = presetOfDraft(draft);
  const names = presetNames.map((name) => {
    const refused = refusal({ ...draft, ...draftOfPreset(name, draft) });
    return { value: name, label: presets[name].label, isDisabled: refused !== null, refused };
  });
  const reason = names.find(({ refused }) => refused !== null)?.refused ?? null;
  const help = preset === null ? text.customHelp : presets[preset].help;
  const custom = { value: "custom" as const, label: text.custom, isDisabled: true };
  return (
    <ChoiceField<PresetName | "custom">
      label={text.preset}
      value={preset ?? "custom"}
      choices={preset === null ? [...names, custom] : names}
      help={reason === null ? help : `${help} ${reason}`}
      onChange={(name) => name !== "custom" && onChange(draftOfPreset(name, draft))}
      testId="preset"
    />
  );
}
