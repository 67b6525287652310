import { useEffect, useState } from "react";

/** Least time between two announcements, in milliseconds: a screen reader should not talk all the time. */
const announceMs = 10_000;

/** A text that changes at most once in ten seconds, for screen readers. */
export function useThrottled(value: string): string {
  const [shown, setShown] = useState(value);
  const [lastMs, setLastMs] = useState(0);
  useEffect(() => {
    if (value === shown) return;
    const timer = setTimeout(
      () => {
        setShown(value);
        setLastMs(Date.now());
      },
      Math.max(0, lastMs + announceMs - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [value, shown, lastMs]);
  return shown;
}
