"use client";
import { targetFormats } from "@pixelmill/core";
import type { ReactNode } from "react";
import { settingsMessages as text } from "./messages.ts";
import type { FieldProps } from "./SettingsForm.tsx";

export function FormatField({ draft, onChange }: FieldProps): ReactNode {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">{text.format}</legend>
      {/* One row, the long first word wider; on the smallest phones three above two. */}
      <div className="grid grid-cols-6 gap-0.5 rounded-xl bg-track p-1 min-[23rem]:grid-cols-[1.4fr_repeat(4,1fr)]">
        {targetFormats.map((format, at) => (
          <label
            key={format}
            className={`${at < 3 ? "col-span-2" : "col-span-3"} relative flex min-h-9 cursor-pointer items-center justify-center rounded-lg px-1 text-sm min-[23rem]:col-span-1 text-ink transition-colors duration-150 hover:bg-hover has-checked:bg-raised has-checked:font-semibold has-checked:shadow-sm has-checked:ring-1 has-checked:ring-edge has-focus-visible:outline-3 has-focus-visible:outline-accent`}
          >
            <input
              type="radio"
              name="format"
              value={format}
              checked={draft.format === format}
              onChange={() => onChange({ format })}
              aria-describedby="format-help"
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {text.formatLabels[format]}
          </label>
        ))}
      </div>
      <p id="format-help" className="mt-2 text-sm text-muted">
        {text.formatHelp[draft.format]}
      </p>
    </fieldset>
  );
}
