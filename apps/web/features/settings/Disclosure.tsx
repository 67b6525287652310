import type { ReactNode } from "react";
import { ChevronIcon } from "../../components/icons.tsx";

interface DisclosureProps {
  readonly title: string;
  /** Whether it is open to begin with: what differs from the defaults is not hidden. */
  readonly open: boolean;
  readonly children: ReactNode;
  readonly testId: string;
}

/** A part of the form that few need: shown on request. */
export const Disclosure = ({ title, open, children, testId }: DisclosureProps): ReactNode => (
  <details open={open} data-testid={testId} className="group border-t border-line py-1.5">
    <summary className="flex min-h-9 cursor-pointer list-none items-center justify-between gap-3 text-sm font-medium [&::-webkit-details-marker]:hidden">
      {title}
      <ChevronIcon className="size-4 text-muted group-open:rotate-180" />
    </summary>
    <div className="mt-2 mb-3 space-y-5">{children}</div>
  </details>
);
