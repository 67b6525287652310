"use client";
import { type ReactNode, useEffect, useState } from "react";
import { formatChange, wholePercent } from "../../lib/format.ts";
import type { JobUploads } from "../upload/uploads.ts";
import { jobMessages as text } from "./messages.ts";
import { progressOf } from "./progress.ts";
import type { LiveSnapshot } from "./types.ts";

/** Least time between two announcements, in milliseconds: a screen reader should not talk all the time. */
const announceMs = 10_000;

interface TabTitleProps {
  readonly snapshot: LiveSnapshot;
  readonly uploads: JobUploads;
  /** Files that were meant to come; 0 where that is not known. */
  readonly expected: number;
}

/** Progress for those who do not look at the page: in the tab's title, and said now and then to screen readers. */
export function TabTitle({ snapshot, uploads, expected }: TabTitleProps): ReactNode {
  const { job } = snapshot;
  const isOver = job.finishedAt !== null;
  const { files, ended } = progressOf(snapshot, uploads, job.createdAt, expected);
  const percent = wholePercent(ended, files);

  useEffect(() => {
    document.title = isOver ? text.tabOver(job.state, files) : text.tabTitle(percent, ended, files);
  }, [isOver, job.state, percent, ended, files]);

  const { states, deliveredSourceBytes, outputBytes } = job.totals;
  const end = text.announceEnd(job.state, files, states.failed, formatChange(deliveredSourceBytes, outputBytes));
  const said = useThrottled(text.announceProgress(ended, files), announceMs);
  return (
    <p role="status" aria-live="polite" className="sr-only" data-testid="announcement">
      {isOver ? end : said}
    </p>
  );
}

/** A text that changes at most once per interval. */
function useThrottled(value: string, intervalMs: number): string {
  const [shown, setShown] = useState(value);
  const [lastMs, setLastMs] = useState(0);
  useEffect(() => {
    if (value === shown) return;
    const timer = setTimeout(
      () => {
        setShown(value);
        setLastMs(Date.now());
      },
      Math.max(0, lastMs + intervalMs - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [value, shown, lastMs, intervalMs]);
  return shown;
}
