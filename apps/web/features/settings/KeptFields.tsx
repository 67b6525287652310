"use client";
import { colourPolicies, metadataPolicies } from "@pixelmill/core";
import type { ReactNode } from "react";
import { settingsMessages as text } from "./messages.ts";
import type { FieldProps } from "./SettingsForm.tsx";

/** What is kept of the sources besides their picture. */
export const KeptFields = ({ draft, onChange }: FieldProps): ReactNode => (
  <div className="space-y-3">
    <Choice
      id="metadata"
      label={text.metadata}
      value={draft.metadata}
      options={metadataPolicies}
      labels={text.metadataLabels}
      onChange={(metadata) => onChange({ metadata })}
    />
    <p id="metadata-help" className="text-sm text-muted">
      {text.metadataHelp[draft.metadata]}
    </p>
    <Choice
      id="colour"
      label={text.colour}
      value={draft.colour}
      options={colourPolicies}
      labels={text.colourLabels}
      onChange={(colour) => onChange({ colour })}
    />
  </div>
);

interface ChoiceProps<Option extends string> {
  readonly id: string;
  readonly label: string;
  readonly value: Option;
  readonly options: readonly Option[];
  readonly labels: Readonly<Record<Option, string>>;
  readonly onChange: (option: Option) => void;
}

const Choice = <Option extends string>({ id, label, value, options, labels, onChange }: ChoiceProps<Option>): ReactNode => (
  <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
    <label htmlFor={id} className="text-sm font-medium">
      {label}
    </label>
    <select
      id={id}
      value={value}
      onChange={({ target }) => onChange(options.find((option) => option === target.value) ?? value)}
      className="min-h-10 min-w-0 cursor-pointer rounded-lg border border-edge bg-raised px-3 text-base sm:text-sm"
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {labels[option]}
        </option>
      ))}
    </select>
  </div>
);
