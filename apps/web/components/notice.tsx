import type { ReactNode } from "react";
import { InfoIcon, WarningIcon } from "./icons.tsx";

interface NoticeProps {
  readonly tone: "info" | "warning";
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly testId?: string;
}

/** A message that stays as long as its cause. Screen readers hear it when it appears. */
export function Notice({ tone, children, actions, testId }: NoticeProps): ReactNode {
  const Icon = tone === "warning" ? WarningIcon : InfoIcon;
  return (
    <div
      role={tone === "warning" ? "alert" : "status"}
      data-testid={testId}
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border px-4 py-3 text-sm ${
        tone === "warning" ? "border-warning-line bg-warning-soft text-warning" : "border-line bg-raised text-ink"
      }`}
    >
      <div className="flex min-w-0 flex-1 basis-64 items-start gap-2.5">
        <Icon className="mt-0.5 size-4" />
        <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
