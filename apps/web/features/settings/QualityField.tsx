"use client";
import { scoreText } from "@pixelmill/core";
import type { ReactNode } from "react";
import { ChoiceField } from "./ChoiceField.tsx";
import { control } from "./control.ts";
import { settingsMessages as text } from "./messages.ts";
import {
  isValidSizeLimit,
  qualityDefaults,
  qualityModeOf,
  qualityModes,
  qualityModesFor,
  qualityNumberRange,
  targetRange,
} from "./qualityDraft.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import type { SettingsDraft } from "./settingsDraft.ts";

/** How good the files are to be: by each format's default, a number, a score, a size, or without any loss. */
export function QualityField({ draft, onChange, refusal }: FieldProps): ReactNode {
  const mode = qualityModeOf(draft);
  const change = (part: Partial<SettingsDraft["quality"]>) => onChange({ quality: { ...draft.quality, ...part } });
  const choices = qualityModes.map((value) => {
    const refused = refusal({ ...draft, quality: { ...draft.quality, mode: value } });
    return {
      value,
      label: text.qualityModes[value],
      isDisabled: refused !== null || !qualityModesFor(draft.formats).includes(value),
      refused,
    };
  });
  const reason = choices.find(({ refused }) => refused !== null)?.refused ?? null;
  return (
    <ChoiceField
      label={text.quality}
      value={mode}
      choices={choices}
      onChange={(value) => change({ mode: value })}
      help={[helpOf(draft), ...(reason === null ? [] : [reason])].join(" ")}
      testId="quality"
    >
      {mode === "number" && (
        <Slider
          label={text.qualityNumber}
          {...qualityNumberRange}
          value={draft.quality.number}
          onChange={(number) => change({ number })}
        />
      )}
      {mode === "target" && (
        <Slider label={text.score} {...targetRange} value={draft.quality.target} onChange={(target) => change({ target })} />
      )}
      {mode === "maxBytes" && (
        <label className="mt-2 flex items-center gap-2 text-sm">
          <span className="sr-only">{text.mostKilobytes}</span>
          <input
            inputMode="numeric"
            value={draft.quality.kilobytes}
            onChange={({ target }) => change({ kilobytes: target.value })}
            aria-invalid={!isValidSizeLimit(draft.quality.kilobytes)}
            data-testid="max-kilobytes"
            className={`${control} w-28 tabular-nums aria-invalid:border-danger`}
          />
          {text.kilobytes}
        </label>
      )}
    </ChoiceField>
  );
}

interface SliderProps {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const Slider = ({ label, min, max, value, onChange }: SliderProps): ReactNode => (
  <div className="mt-2 flex items-center gap-3">
    <input
      type="range"
      aria-label={label}
      min={min}
      max={max}
      value={value}
      onChange={({ target }) => onChange(target.valueAsNumber)}
      className="slider"
    />
    <output data-testid="quality-value" className="w-8 text-right text-sm font-semibold tabular-nums">
      {value}
    </output>
  </div>
);

function helpOf({ formats, quality }: SettingsDraft): string {
  switch (qualityModeOf({ formats, quality })) {
    case "default":
      return text.qualityDefaults(qualityDefaults(formats));
    case "number":
      return text.qualityNumberHelp(qualityDefaults(formats), quality.number);
    case "target":
      return text.targetHelp(scoreText(quality.target));
    case "maxBytes":
      return isValidSizeLimit(quality.kilobytes) ? text.maxBytesHelp : text.kilobytesInvalid;
    case "lossless":
      return text.losslessHelp;
  }
}
