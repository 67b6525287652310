"use client";
import { type ReactNode, useEffect } from "react";
import { wholePercent } from "../../lib/format.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useThrottled } from "../../lib/useThrottled.ts";
import type { JobUploads } from "../upload/uploads.ts";
import { progressOf } from "./progress.ts";
import type { LiveSnapshot } from "./types.ts";

interface TabTitleProps {
  readonly snapshot: LiveSnapshot;
  readonly uploads: JobUploads;
  /** Files that were meant to come; 0 where that is not known. */
  readonly expected: number;
}

/** Progress for those who do not look at the page: in the tab's title, and said now and then to screen readers. */
export function TabTitle({ snapshot, uploads, expected }: TabTitleProps): ReactNode {
  const { t, formats } = useWords();
  const { job } = snapshot;
  const isOver = job.finishedAt !== null;
  const { files, ended } = progressOf(snapshot, uploads, job.createdAt, expected);
  const percent = wholePercent(ended, files);

  useEffect(() => {
    if (!isOver) document.title = t("job.tabTitle", { percent, ended, files });
    else document.title = job.state === "cancelled" ? t("job.tabCancelled") : t("job.tabFinished", { files });
  }, [isOver, job.state, percent, ended, files, t]);

  const { states, deliveredSourceBytes, outputBytes } = job.totals;
  const end = t("job.announceEnd", {
    state: job.state,
    files,
    failed: states.failed,
    change: formats.change(deliveredSourceBytes, outputBytes) ?? "none",
  });
  const said = useThrottled(t("job.announceProgress", { ended, files }));
  return (
    <p role="status" aria-live="polite" className="sr-only" data-testid="announcement">
      {isOver ? end : said}
    </p>
  );
}
