"use client";
import type { ReactNode } from "react";
import { FieldButton } from "./FieldButton.tsx";
import { settingsMessages as text } from "./messages.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import { onlyFormat, qualityDefaults, qualityRange } from "./settingsDraft.ts";

export function QualityField({ draft, onChange }: FieldProps): ReactNode {
  const range = qualityRange(draft.formats);
  const isDefault = draft.quality === null;
  // Each format has a default of its own.
  const hasOneDefault = onlyFormat(draft) !== null;
  return (
    <div>
      <div className="mb-2 flex min-h-6 items-baseline justify-between gap-3 text-sm">
        <label htmlFor="quality" className="font-medium">
          {text.quality}
        </label>
        {range && (
          <span className="flex items-baseline gap-3 tabular-nums">
            {!isDefault && <FieldButton onClick={() => onChange({ quality: null })}>{text.useDefault}</FieldButton>}
            <output htmlFor="quality" data-testid="quality-value" className="font-semibold">
              {isDefault && !hasOneDefault ? text.isDefault : (draft.quality ?? range.default)}
            </output>
            {isDefault && hasOneDefault && <span className="-ml-1.5 text-muted">{text.isDefault}</span>}
          </span>
        )}
      </div>
      <input
        id="quality"
        type="range"
        min={range?.min ?? 1}
        max={range?.max ?? 100}
        value={range ? (draft.quality ?? range.default) : 100}
        disabled={range === null}
        onChange={({ target }) => onChange({ quality: target.valueAsNumber })}
        aria-describedby="quality-help"
        aria-valuetext={isDefault ? text.isDefault : undefined}
        className="slider"
      />
      <p id="quality-help" className="mt-1 text-sm text-muted">
        {helpOf({ draft })}
      </p>
    </div>
  );
}

function helpOf({ draft }: Pick<FieldProps, "draft">): string {
  const defaults = qualityDefaults(draft.formats);
  const lossy = defaults.filter(({ quality }) => quality !== null);
  const lossless = defaults.filter(({ quality }) => quality === null).map(({ label }) => label);
  if (lossy.length === 0) return text.lossless(lossless.join(", "));
  if (onlyFormat(draft) !== null) return text.qualityHelp;
  const rest = lossless.length > 0 ? ` ${text.losslessOthers(lossless)}` : "";
  return (
    (draft.quality !== null
      ? text.oneNumber
      : text.qualityDefaults(lossy.map(({ label, quality }) => `${label} ${quality}`).join(", "))) + rest
  );
}
