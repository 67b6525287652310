import type { ReactNode } from "react";

interface CheckFieldProps {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A choice that is on or off, explained where it is made. */
export const CheckField = ({ id, label, help, checked, onChange }: CheckFieldProps): ReactNode => (
  <div className="flex items-start gap-2.5 text-sm">
    <input
      id={id}
      type="checkbox"
      checked={checked}
      onChange={({ target }) => onChange(target.checked)}
      aria-describedby={`${id}-help`}
      className="checkbox mt-0.5 shrink-0"
    />
    <div>
      <label htmlFor={id} className="cursor-pointer font-medium">
        {label}
      </label>
      <p id={`${id}-help`} className="text-muted">
        {help}
      </p>
    </div>
  </div>
);
