"use client";
import type { ReactNode } from "react";
import { FormatField } from "./FormatField.tsx";
import { settingsMessages as text } from "./messages.ts";
import { QualityField } from "./QualityField.tsx";
import { ResizeField } from "./ResizeField.tsx";
import type { SettingsDraft } from "./settingsDraft.ts";

export interface FieldProps {
  readonly draft: SettingsDraft;
  readonly onChange: (change: Partial<SettingsDraft>) => void;
}

/** What to make of the files. Always visible, every choice explained where it is made. */
export function SettingsForm(props: FieldProps): ReactNode {
  return (
    <div className="space-y-6">
      <h2 className="text-lg font-semibold">{text.title}</h2>
      <FormatField {...props} />
      <QualityField {...props} />
      <ResizeField {...props} />
      <p className="text-sm text-muted">{text.kept}</p>
    </div>
  );
}
