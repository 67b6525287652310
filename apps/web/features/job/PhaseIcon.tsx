import type { ReactNode } from "react";
import {
  CheckIcon,
  ClockIcon,
  EqualIcon,
  RetryIcon,
  RunningIcon,
  StoppedIcon,
  UploadIcon,
  WarningIcon,
} from "../../components/icons.tsx";
import type { Phase } from "./rows.ts";

const icons = {
  waiting: [ClockIcon, "text-muted"],
  sending: [UploadIcon, "text-accent"],
  retrying: [RetryIcon, "text-warning"],
  sent: [ClockIcon, "text-muted"],
  uploadFailed: [WarningIcon, "text-danger"],
  received: [ClockIcon, "text-muted"],
  queued: [ClockIcon, "text-muted"],
  assigned: [ClockIcon, "text-muted"],
  running: [RunningIcon, "animate-spin text-accent"],
  optimized: [CheckIcon, "text-accent"],
  keptOriginal: [EqualIcon, "text-muted"],
  failed: [WarningIcon, "text-danger"],
  cancelled: [StoppedIcon, "text-muted"],
} as const satisfies Readonly<Record<Phase, readonly [typeof CheckIcon, string]>>;

/** The state as a shape; its text stands beside it. */
export function PhaseIcon({ phase }: { readonly phase: Phase }): ReactNode {
  const [Icon, className] = icons[phase];
  return <Icon className={`mt-0.5 size-4 ${className}`} />;
}
