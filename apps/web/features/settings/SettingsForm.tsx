"use client";
import { maxOutputs } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { FormatField } from "./FormatField.tsx";
import { KeptFields } from "./KeptFields.tsx";
import { MoreSettings } from "./MoreSettings.tsx";
import { NamesField } from "./NamesField.tsx";
import { PresetField } from "./PresetField.tsx";
import { ResizeField } from "./ResizeField.tsx";
import { contradictionsOf, hasTooManyOutputs, outputCount, type SettingsDraft } from "./settingsDraft.ts";

export interface FieldProps {
  readonly draft: SettingsDraft;
  readonly onChange: (change: Partial<SettingsDraft>) => void;
  /** Why the service could not do what a draft asks for; null where it can. */
  readonly refusal: (draft: SettingsDraft) => string | null;
}

/** What to make of the files: a preset, format and size first, all else on request. Every choice is explained where it is made. */
export function SettingsForm(props: FieldProps): ReactNode {
  const { t } = useWords();
  const { draft, refusal } = props;
  const outputs = outputCount(draft);
  const tooMany = hasTooManyOutputs(draft);
  const refused = refusal(draft);
  const problems = [
    ...contradictionsOf(draft).map((name) => t(`core.contradictions.${name}`)),
    ...(refused === null ? [] : [refused]),
  ];
  return (
    <div className="space-y-6">
      <h2 className="text-lg font-semibold">{t("settings.title")}</h2>
      <PresetField {...props} />
      <FormatField {...props} />
      <ResizeField {...props} />
      <div>
        <MoreSettings {...props} />
        <KeptFields {...props} />
        <NamesField {...props} />
      </div>
      {problems.map((problem) => (
        <p key={problem} role="alert" data-testid="settings-problem" className="text-sm text-danger">
          {problem}
        </p>
      ))}
      {outputs > 1 && (
        <p data-testid="outputs-each" aria-live="polite" className={`text-sm ${tooMany ? "text-danger" : "font-medium"}`}>
          {tooMany ? t("settings.tooManyOutputs", { most: maxOutputs }) : t("settings.outputsEach", { count: outputs })}
        </p>
      )}
      {draft.metadata === "strip" && <p className="text-sm text-muted">{t("core.metadata.strip.help")}</p>}
    </div>
  );
}
