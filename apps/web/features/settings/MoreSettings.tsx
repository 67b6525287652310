"use client";
import { chromaTexts, effortTexts } from "@pixelmill/core";
import type { ReactNode } from "react";
import { Disclosure } from "./Disclosure.tsx";
import { settingsMessages as text } from "./messages.ts";
import { QualityField } from "./QualityField.tsx";
import type { FieldProps } from "./SettingsForm.tsx";
import { TextChoice } from "./TextChoice.tsx";

/** What a preset decides, and what few want to change: shown on request. */
export function MoreSettings(props: FieldProps): ReactNode {
  const { draft, onChange } = props;
  return (
    <Disclosure title={text.more} open={false} testId="more-settings">
      <QualityField {...props} />
      <TextChoice label={text.effort} texts={effortTexts} value={draft.effort} onChange={(effort) => onChange({ effort })} />
      <TextChoice label={text.chroma} texts={chromaTexts} value={draft.chroma} onChange={(chroma) => onChange({ chroma })} />
    </Disclosure>
  );
}
