"use client";
import { maxOutputs } from "@pixelmill/core";
import type { ReactNode } from "react";
import { FormatField } from "./FormatField.tsx";
import { settingsMessages as text } from "./messages.ts";
import { NamesField } from "./NamesField.tsx";
import { QualityField } from "./QualityField.tsx";
import { ResizeField } from "./ResizeField.tsx";
import { hasTooManyOutputs, outputCount, type SettingsDraft } from "./settingsDraft.ts";

export interface FieldProps {
  readonly draft: SettingsDraft;
  readonly onChange: (change: Partial<SettingsDraft>) => void;
}

/** What to make of the files. Always visible, every choice explained where it is made. */
export function SettingsForm(props: FieldProps): ReactNode {
  const outputs = outputCount(props.draft);
  const tooMany = hasTooManyOutputs(props.draft);
  return (
    <div className="space-y-6">
      <h2 className="text-lg font-semibold">{text.title}</h2>
      <FormatField {...props} />
      <QualityField {...props} />
      <ResizeField {...props} />
      <NamesField {...props} />
      {outputs > 1 && (
        <p data-testid="outputs-each" aria-live="polite" className={`text-sm ${tooMany ? "text-danger" : "font-medium"}`}>
          {tooMany ? text.tooManyOutputs(maxOutputs) : text.outputsEach(outputs)}
        </p>
      )}
      <p className="text-sm text-muted">{text.kept}</p>
    </div>
  );
}
