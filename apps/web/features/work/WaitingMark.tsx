import type { ReactNode } from "react";
import { ClockIcon } from "../../components/icons.tsx";

interface WaitingMarkProps {
  /** What is waited for, in words; null where nothing is. */
  readonly text: string | null;
  readonly testId: string;
}

/** Says that work waits for something. Its place is there before, so that screen readers hear when it begins. */
export const WaitingMark = ({ text, testId }: WaitingMarkProps): ReactNode => (
  <p role="status" className={text === null ? "sr-only" : "mt-1 flex items-center gap-1.5 font-medium text-warning"}>
    {text !== null && (
      <>
        <ClockIcon className="size-4" />
        <span data-testid={testId}>{text}</span>
      </>
    )}
  </p>
);
