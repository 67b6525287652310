"use client";
import { type ReactNode, useId } from "react";
import { control } from "./control.ts";

/** One choice of several. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Shown, but not to be chosen. */
  readonly isDisabled?: boolean;
}

interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly help: string;
  readonly onChange: (value: Value) => void;
  readonly testId?: string;
  /** What belongs to the choice that is made, a number say. */
  readonly children?: ReactNode;
}

/** A select with its label above and what the choice means below. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>): ReactNode {
  const { label, value, choices, help, onChange, testId, children } = props;
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-2 block text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChange(target.value as Value)}
        aria-describedby={`${id}-help`}
        data-testid={testId}
        className={`${control} w-full cursor-pointer`}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.isDisabled}>
            {choice.label}
          </option>
        ))}
      </select>
      {children}
      <p id={`${id}-help`} className="mt-1.5 text-sm text-muted">
        {help}
      </p>
    </div>
  );
}
