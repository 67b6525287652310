"use client";
import { percentRange, sideRange } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Translate } from "../../lib/i18n/words.ts";
import { CheckField } from "./CheckField.tsx";
import { FieldButton } from "./FieldButton.tsx";
import type { FieldProps } from "./SettingsForm.tsx";
import { SizeRow } from "./SizeRow.tsx";
import { isValidSize, nextSize, type SizeDraft } from "./sizeDraft.ts";

/** One size, or several, a line each, and what is done with what is made smaller or larger. */
export function ResizeField({ draft, onChange }: Pick<FieldProps, "draft" | "onChange">): ReactNode {
  const { t } = useWords();
  const { sizes, enlarge, sharpen } = draft;
  const replace = (at: number, changed: readonly SizeDraft[]) => onChange({ sizes: sizes.toSpliced(at, 1, ...changed) });
  const last = sizes.at(-1);
  const invalid = !sizes.every(isValidSize);
  return (
    <div>
      <div className="mb-2 flex min-h-6 items-baseline justify-between gap-3 text-sm">
        <label htmlFor="resize-mode" className="font-medium">
          {t("settings.resize")}
        </label>
        {last && (
          <FieldButton onClick={() => onChange({ sizes: [...sizes, nextSize(last)] })}>{t("settings.addSize")}</FieldButton>
        )}
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
        {invalid
          ? t("settings.sizeInvalid", { most: sideRange.max, mostPercent: percentRange.max })
          : [...new Set(sizes.flatMap((size) => helpOf(size, t)))].join(" ")}
      </p>
      {sizes.some(({ mode }) => mode !== "none") && (
        <div className="mt-3 space-y-2">
          <CheckField
            id="enlarge"
            label={t("settings.enlarge")}
            help={t("settings.enlargeHelp")}
            checked={enlarge}
            onChange={(checked) => onChange({ enlarge: checked })}
          />
          <CheckField
            id="sharpen"
            label={t("settings.sharpen")}
            help={t("settings.sharpenHelp")}
            checked={sharpen}
            onChange={(checked) => onChange({ sharpen: checked })}
          />
        </div>
      )}
    </div>
  );
}

function helpOf({ mode, fit }: SizeDraft, t: Translate): string[] {
  switch (mode) {
    case "none":
      return [];
    case "percent":
      return [t("settings.sizeHelp.percent")];
    case "box":
      return [t(`settings.sizeHelp.${fit}`)];
    default:
      return [t("settings.sizeHelp.side")];
  }
}
