"use client";
import type { ReactNode } from "react";
import { ChoiceField } from "./ChoiceField.tsx";

interface TextChoiceProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly labelOf: (value: Value) => string;
  readonly helpOf: (value: Value) => string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A choice whose values each have a label and a help. */
export const TextChoice = <Value extends string>({
  label,
  values,
  labelOf,
  helpOf,
  value,
  onChange,
}: TextChoiceProps<Value>): ReactNode => (
  <ChoiceField
    label={label}
    value={value}
    choices={values.map((each) => ({ value: each, label: labelOf(each) }))}
    help={helpOf(value)}
    onChange={onChange}
  />
);
