"use client";
import type { JobView } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { historyOf } from "./history.ts";

/** What all jobs of the list came to: the saving first. */
export function HistorySummary({ jobs }: { readonly jobs: readonly JobView[] }): ReactNode {
  const { t, formats } = useWords();
  const { files, beforeBytes, afterBytes } = historyOf(jobs);
  const change = formats.change(beforeBytes, afterBytes);
  const saved = beforeBytes - afterBytes;
  return (
    <dl data-testid="history" className="flex flex-wrap gap-x-10 gap-y-2">
      {change !== null && saved > 0 && (
        <div>
          <dt className="text-sm text-muted">{t("job.historySaved")}</dt>
          <dd data-testid="history-saved" className="text-xl font-semibold text-accent tabular-nums">
            {formats.bytes(saved)} <span className="text-base font-medium">({change})</span>
          </dd>
        </div>
      )}
      <div>
        <dt className="text-sm text-muted">{t("job.jobsTitle")}</dt>
        <dd className="text-xl font-semibold tabular-nums">{formats.count(jobs.length)}</dd>
      </div>
      <div>
        <dt className="text-sm text-muted">{t("job.files")}</dt>
        <dd className="text-xl font-semibold tabular-nums">{formats.count(files)}</dd>
      </div>
    </dl>
  );
}
