import type { ReactNode } from "react";

interface ProgressBarProps {
  readonly label: string;
  /** Done, as a share of all, 0–1. */
  readonly done: number;
  /** On its way (uploaded), as a share of all, 0–1; drawn behind. */
  readonly underway?: number;
  /** What screen readers say in place of the percentage. */
  readonly text: string;
}

export function ProgressBar({ label, done, underway = 0, text }: ProgressBarProps): ReactNode {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(done * 100)}
      aria-valuetext={text}
      className="relative h-2.5 overflow-hidden rounded-full bg-track"
    >
      <div className={`${bar} bg-accent-soft`} style={{ transform: `scaleX(${Math.max(done, underway)})` }} />
      <div className={`${bar} bg-accent`} style={{ transform: `scaleX(${done})` }} />
    </div>
  );
}

const bar = "absolute inset-0 origin-left transition-transform duration-150";
