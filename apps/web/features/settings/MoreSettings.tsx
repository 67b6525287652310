"use client";
import { type ChoiceText, chromaTexts, effortTexts } from "@pixelmill/core";
import type { ReactNode } from "react";
import { ChoiceField } from "./ChoiceField.tsx";
import { Disclosure } from "./Disclosure.tsx";
import { settingsMessages as text } from "./messages.ts";
import { QualityField } from "./QualityField.tsx";
import type { FieldProps } from "./SettingsForm.tsx";

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

interface TextChoiceProps<Value extends string> {
  readonly label: string;
  readonly texts: Readonly<Record<Value, ChoiceText>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A choice whose words core has. */
const TextChoice = <Value extends string>({ label, texts, value, onChange }: TextChoiceProps<Value>): ReactNode => (
  <ChoiceField
    label={label}
    value={value}
    choices={(Object.keys(texts) as Value[]).map((each) => ({ value: each, label: texts[each].label }))}
    help={texts[value].help}
    onChange={onChange}
  />
);
