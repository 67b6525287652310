"use client";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { ChoiceField } from "./ChoiceField.tsx";
import { control } from "./control.ts";
import {
  isValidSizeLimit,
  qualityModeOf,
  qualityModes,
  qualityModesFor,
  qualityNumberRange,
  targetRange,
} from "./qualityDraft.ts";
import { qualityHelp } from "./qualityHelp.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import type { SettingsDraft } from "./settingsDraft.ts";

/** How good the files are to be: by each format's default, a number, a score, a size, or without any loss. */
export function QualityField({ draft, onChange, refusal }: FieldProps): ReactNode {
  const words = useWords();
  const { t } = words;
  const mode = qualityModeOf(draft);
  const change = (part: Partial<SettingsDraft["quality"]>) => onChange({ quality: { ...draft.quality, ...part } });
  const choices = qualityModes.map((value) => {
    const refused = refusal({ ...draft, quality: { ...draft.quality, mode: value } });
    return {
      value,
      label: t(`settings.qualityModes.${value}`),
      isDisabled: refused !== null || !qualityModesFor(draft.formats).includes(value),
      refused,
    };
  });
  const reason = choices.find(({ refused }) => refused !== null)?.refused ?? null;
  return (
    <ChoiceField
      label={t("settings.quality")}
      value={mode}
      choices={choices}
      onChange={(value) => change({ mode: value })}
      help={[qualityHelp(draft, words), ...(reason === null ? [] : [reason])].join(" ")}
      testId="quality"
    >
      {mode === "number" && (
        <Slider
          label={t("settings.qualityNumber")}
          {...qualityNumberRange}
          value={draft.quality.number}
          onChange={(number) => change({ number })}
        />
      )}
      {mode === "target" && (
        <Slider
          label={t("settings.score")}
          {...targetRange}
          value={draft.quality.target}
          onChange={(target) => change({ target })}
        />
      )}
      {mode === "maxBytes" && (
        <label className="mt-2 flex items-center gap-2 text-sm">
          <span className="sr-only">{t("settings.mostKilobytes")}</span>
          <input
            inputMode="numeric"
            value={draft.quality.kilobytes}
            onChange={({ target }) => change({ kilobytes: target.value })}
            aria-invalid={!isValidSizeLimit(draft.quality.kilobytes)}
            data-testid="max-kilobytes"
            className={`${control} w-28 tabular-nums aria-invalid:border-danger`}
          />
          {t("settings.kilobytes")}
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
