"use client";
import type { ChoiceText } from "@pixelmill/core";
import type { ReactNode } from "react";
import { ChoiceField } from "./ChoiceField.tsx";

interface TextChoiceProps<Value extends string> {
  readonly label: string;
  readonly texts: Readonly<Record<Value, ChoiceText>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A choice whose words core has. */
export const TextChoice = <Value extends string>({ label, texts, value, onChange }: TextChoiceProps<Value>): ReactNode => (
  <ChoiceField
    label={label}
    value={value}
    choices={(Object.keys(texts) as Value[]).map((each) => ({ value: each, label: texts[each].label }))}
    help={texts[value].help}
    onChange={onChange}
  />
);
