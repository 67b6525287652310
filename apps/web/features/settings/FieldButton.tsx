import type { ReactNode } from "react";

interface FieldButtonProps {
  readonly onClick: () => void;
  readonly children: string;
}

/** A small choice beside a field's label, in words. */
export const FieldButton = ({ onClick, children }: FieldButtonProps): ReactNode => (
  <button type="button" onClick={onClick} className="min-h-6 cursor-pointer text-sm text-accent underline underline-offset-2">
    {children}
  </button>
);
