"use client";
import { resizeModes, resizeSchema } from "@pixelmill/core";
import type { ReactNode } from "react";
import { CrossIcon } from "../../components/icons.tsx";
import { FieldButton } from "./FieldButton.tsx";
import { settingsMessages as text } from "./messages.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import { isValidSize, type SizeDraft } from "./settingsDraft.ts";

const { minValue, maxValue } = resizeSchema.shape.pixels;
const [min, max] = [minValue ?? 1, maxValue ?? Number.MAX_SAFE_INTEGER];

const control = "min-h-10 rounded-lg border border-edge bg-raised px-3 text-base sm:text-sm";

/** One size, or several, a line each. */
export function ResizeField({ draft: { sizes }, onChange }: FieldProps): ReactNode {
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
        {invalid ? text.pixelsInvalid(min, max) : sizes.some(({ mode }) => mode !== "none") ? text.pixelsHelp : ""}
      </p>
    </div>
  );
}

/** What is added is most often one more of the same kind, and smaller. */
const nextSize = ({ mode, pixels }: SizeDraft): SizeDraft => ({
  mode: mode === "none" ? "width" : mode,
  pixels: mode === "none" ? pixels : String(Math.max(1, Math.round(Number(pixels) / 2) || 1)),
});

interface SizeRowProps {
  readonly size: SizeDraft;
  /** Its place among the sizes, from 1. */
  readonly number: number;
  readonly onChange: (change: Partial<SizeDraft>) => void;
  /** Null where it is the only one. */
  readonly onRemove: (() => void) | null;
}

function SizeRow({ size, number, onChange, onRemove }: SizeRowProps): ReactNode {
  return (
    <div className="flex flex-wrap gap-2" data-testid="size">
      <select
        {...(number === 1 ? { id: "resize-mode" } : { "aria-label": text.resizeNumber(number) })}
        value={size.mode}
        onChange={({ target }) => onChange({ mode: target.value as SizeDraft["mode"] })}
        className={`${control} min-w-0 flex-1 basis-36 cursor-pointer`}
      >
        {(["none", ...resizeModes] as const).map((mode) => (
          <option key={mode} value={mode}>
            {text.resizeLabels[mode]}
          </option>
        ))}
      </select>
      {size.mode !== "none" && (
        <label className="flex items-center gap-2 text-sm">
          <span className="sr-only">{number === 1 ? text.pixels : text.pixelsNumber(number)}</span>
          <input
            inputMode="numeric"
            value={size.pixels}
            onChange={({ target }) => onChange({ pixels: target.value })}
            aria-invalid={!isValidSize(size)}
            aria-describedby="resize-help"
            className={`${control} w-24 tabular-nums aria-invalid:border-danger`}
          />
          {text.pixelsUnit}
        </label>
      )}
      {onRemove && (
        <button
          type="button"
          onClick={onRemove}
          aria-label={text.removeSize(number)}
          title={text.removeSize(number)}
          className="grid size-10 shrink-0 cursor-pointer place-items-center rounded-lg text-muted transition-colors duration-150 hover:bg-hover hover:text-ink"
        >
          <CrossIcon />
        </button>
      )}
    </div>
  );
}
