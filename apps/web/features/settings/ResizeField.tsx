"use client";
import { resizeModes, resizeSchema } from "@pixelmill/core";
import type { ReactNode } from "react";
import { settingsMessages as text } from "./messages.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import { type SettingsDraft, toSettings } from "./settingsDraft.ts";

const { minValue, maxValue } = resizeSchema.shape.pixels;
const [min, max] = [minValue ?? 1, maxValue ?? Number.MAX_SAFE_INTEGER];

const control = "min-h-10 rounded-lg border border-edge bg-raised px-3 text-base sm:text-sm";

export function ResizeField({ draft, onChange }: FieldProps): ReactNode {
  const resizes = draft.resizeMode !== "none";
  const invalid = resizes && toSettings(draft) === null;
  return (
    <div>
      <label htmlFor="resize-mode" className="mb-2 block text-sm font-medium">
        {text.resize}
      </label>
      <div className="flex flex-wrap gap-2">
        <select
          id="resize-mode"
          value={draft.resizeMode}
          onChange={({ target }) => onChange({ resizeMode: target.value as SettingsDraft["resizeMode"] })}
          className={`${control} min-w-0 flex-1 basis-36 cursor-pointer`}
        >
          {(["none", ...resizeModes] as const).map((mode) => (
            <option key={mode} value={mode}>
              {text.resizeLabels[mode]}
            </option>
          ))}
        </select>
        {resizes && (
          <label className="flex items-center gap-2 text-sm">
            <span className="sr-only">{text.pixels}</span>
            <input
              inputMode="numeric"
              value={draft.pixels}
              onChange={({ target }) => onChange({ pixels: target.value })}
              aria-invalid={invalid}
              aria-describedby="resize-help"
              className={`${control} w-24 tabular-nums aria-invalid:border-danger`}
            />
            {text.pixelsUnit}
          </label>
        )}
      </div>
      <p id="resize-help" aria-live="polite" className={`mt-2 text-sm ${invalid ? "text-danger" : "text-muted"}`}>
        {invalid ? text.pixelsInvalid(min, max) : resizes ? text.pixelsHelp : ""}
      </p>
    </div>
  );
}
