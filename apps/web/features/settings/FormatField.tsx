"use client";
import { candidateFormats, formats, type TargetFormat, targetFormats } from "@pixelmill/core";
import { type ReactNode, useState } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { FieldButton } from "./FieldButton.tsx";
import { formatLabel } from "./formatLabel.ts";
import type { FieldProps } from "./SettingsForm.tsx";

type DraftProps = Pick<FieldProps, "draft" | "onChange">;

/** One format to choose, or, on request, several to tick. */
export function FormatField({ draft, onChange }: DraftProps): ReactNode {
  const { t } = useWords();
  const chosen = draft.formats;
  const [wantsSeveral, setWantsSeveral] = useState(false);
  const several = wantsSeveral || chosen.length > 1;
  const choose = (format: TargetFormat) =>
    onChange({ formats: several ? toggled<TargetFormat>(targetFormats, chosen, format) : [format] });
  const change = () => {
    setWantsSeveral(!several);
    if (several) onChange({ formats: chosen.slice(0, 1) });
  };
  return (
    <fieldset>
      {/* A legend shares its line with nothing: the one that is seen stands beside the button. */}
      <legend className="sr-only">{t("settings.format")}</legend>
      <div className="mb-2 flex min-h-6 items-baseline justify-between gap-3 text-sm">
        <span aria-hidden="true" className="font-medium">
          {t("settings.format")}
        </span>
        <FieldButton onClick={change}>{several ? t("settings.oneFormat") : t("settings.severalFormats")}</FieldButton>
      </div>
      <div className="grid grid-cols-3 gap-0.5 rounded-xl bg-track p-1">
        {targetFormats.map((format) => (
          <label
            key={format}
            className={`relative flex min-h-9 cursor-pointer items-center justify-center rounded-lg px-1 text-sm text-ink transition-colors duration-150 hover:bg-hover has-checked:bg-raised has-checked:font-semibold has-checked:shadow-sm has-checked:ring-1 has-checked:ring-edge has-focus-visible:outline-3 has-focus-visible:outline-accent`}
          >
            <input
              type={several ? "checkbox" : "radio"}
              name="format"
              value={format}
              checked={chosen.includes(format)}
              onChange={() => choose(format)}
              aria-describedby="format-help"
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {formatLabel(format, t)}
          </label>
        ))}
      </div>
      <p id="format-help" className="mt-2 text-sm text-muted">
        {several ? t("settings.severalFormatsHelp") : chosen.map((format) => t(`settings.formatHelp.${format}`))}
      </p>
      {chosen.includes("auto") && <Candidates draft={draft} onChange={onChange} />}
    </fieldset>
  );
}

/** What `auto` chooses from. */
const Candidates = ({ draft: { candidates }, onChange }: DraftProps): ReactNode => {
  const { t } = useWords();
  return (
    <fieldset className="mt-3">
      <legend className="mb-1 text-sm text-muted">{t("settings.candidates")}</legend>
      <div className="flex flex-wrap gap-x-4">
        {candidateFormats.map((format) => (
          <label key={format} className="flex min-h-8 cursor-pointer items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="checkbox"
              checked={candidates.includes(format)}
              onChange={() => onChange({ candidates: toggled(candidateFormats, candidates, format) })}
            />
            {formats[format].label}
          </label>
        ))}
      </div>
    </fieldset>
  );
};

/** With one where it was not, without it where it was, in the order of all; the last one stays. */
function toggled<Format>(all: readonly Format[], chosen: readonly Format[], format: Format): readonly Format[] {
  const next = all.filter((each) => chosen.includes(each) !== (each === format));
  return next.length === 0 ? chosen : next;
}
