"use client";
import { percentRange, sideRange } from "@pixelmill/core";
import type { ReactNode } from "react";
import { CheckField } from "./CheckField.tsx";
import { FieldButton } from "./FieldButton.tsx";
import { settingsMessages as text } from "./messages.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import { SizeRow } from "./SizeRow.tsx";
import { isValidSize, nextSize, type SizeDraft } from "./sizeDraft.ts";

/** One size, or several, a line each, and what is done with what is made smaller or larger. */
export function ResizeField({ draft, onChange }: Pick<FieldProps, "draft" | "onChange">): ReactNode {
  const { sizes, enlarge, sharpen } = draft;
  const replace = (at: number, changed: readonly SizeDraft[]) => onChange({ sizes: sizes.toSpliced(at, 1, ...changed) });
  const last = sizes.at(-1);
  const invalid = !sizes.every(isValidSize);
  return (
    <div>
      <div className="mb-2 flex min-h-6 items-baseline justify-between gap-3 text-sm">
        <label htmlFor="resize-mode" className="font-medium">
          {text.resize}
        </label>
        {last && <FieldButton onClick={() => onChange({ sizes: [...sizes, nextSize(last)] })}>{text.addSize}</FieldButton>}
      </div>
      <div className="space-y-2">
        {sizes.map((size, at) => (
          <SizeRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a size is nothing but its place and its values
            key={at}
            size={size}
            number={at + 1}
            onChange={(change) => replace(at, [{ ...size, ...change }])}
            onRemove={sizes.length > 1 ? () => replace(at, []) : null}
          />
        ))}
      </div>
      <p id="resize-help" aria-live="polite" className={`mt-2 text-sm ${invalid ? "text-danger" : "text-muted"}`}>
        {invalid ? text.sizeInvalid(sideRange.max, percentRange.max) : [...new Set(sizes.flatMap(helpOf))].join(" ")}
      </p>
      {sizes.some(({ mode }) => mode !== "none") && (
        <div className="mt-3 space-y-2">
          <CheckField
            id="enlarge"
            label={text.enlarge}
            help={text.enlargeHelp}
            checked={enlarge}
            onChange={(checked) => onChange({ enlarge: checked })}
          />
          <CheckField
            id="sharpen"
            label={text.sharpen}
            help={text.sharpenHelp}
            checked={sharpen}
            onChange={(checked) => onChange({ sharpen: checked })}
          />
        </div>
      )}
    </div>
  );
}

function helpOf({ mode, fit }: SizeDraft): string[] {
  switch (mode) {
    case "none":
      return [];
    case "percent":
      return [text.sizeHelp.percent];
    case "box":
      return [text.sizeHelp[fit]];
    default:
      return [text.sizeHelp.side];
  }
}
