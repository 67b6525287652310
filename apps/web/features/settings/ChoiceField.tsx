"use client";
import { type ReactNode, useId } from "react";
import { control } from "./control.ts";

/** One choice of several. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Shown, but not to be chosen. */
  readonly isDisabled?: boolean;
  /** Choices of one group follow each other, under its name. */
  readonly group?: string;
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
        {groupsOf(choices).map(([group, grouped]) =>
          group === undefined ? (
            <Options key="" choices={grouped} />
          ) : (
            <optgroup key={group} label={group}>
              <Options choices={grouped} />
            </optgroup>
          ),
        )}
      </select>
      {children}
      <p id={`${id}-help`} className="mt-1.5 text-sm text-muted">
        {help}
      </p>
    </div>
  );
}

const Options = ({ choices }: { readonly choices: readonly Choice<string>[] }): ReactNode =>
  choices.map(({ value, label, isDisabled }) => (
    <option key={value} value={value} disabled={isDisabled}>
      {label}
    </option>
  ));

const groupsOf = (choices: readonly Choice<string>[]): [string | undefined, readonly Choice<string>[]][] => [
  ...Map.groupBy(choices, ({ group }) => group),
];
