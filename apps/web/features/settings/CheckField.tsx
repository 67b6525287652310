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
  <div className="text-sm">
    <label className="flex min-h-7 cursor-pointer items-center gap-2.5 font-medium">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        aria-describedby={`${id}-help`}
        className="checkbox shrink-0"
      />
      {label}
    </label>
    <p id={`${id}-help`} className="pl-7 text-muted">
      {help}
    </p>
  </div>
);
