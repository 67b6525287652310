"use client";
import type { JobView } from "@pixelmill/core";
import type { ReactNode } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { settingsSummary } from "../settings/settingsSummary.ts";
import type { JobUploads } from "../upload/uploads.ts";
import { Expiry } from "./Expiry.tsx";
import { JobActions, type PanelToggle } from "./JobActions.tsx";
import { JobUrgency } from "./JobUrgency.tsx";
import { stateText } from "./stateText.ts";
import type { LiveSnapshot } from "./types.ts";
import { useJobName } from "./useJobName.ts";

interface JobHeaderProps {
  readonly snapshot: LiveSnapshot;
  readonly uploads: JobUploads;
  readonly onJob: (job: JobView) => void;
  readonly settings: PanelToggle;
}

/** What the job is of, when it began, what it makes, and what can be done with it. */
export function JobHeader({ snapshot, uploads, onJob, settings }: JobHeaderProps): ReactNode {
  const words = useWords();
  const { t, formats } = words;
  const { job, tasks } = snapshot;
  const name = useJobName(job.id, tasks, uploads) ?? t("job.unnamed", { files: job.totals.files });
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 flex-1 basis-72">
        <h1 data-testid="job-name" className="text-2xl font-semibold [overflow-wrap:anywhere]">
          <Breakable text={name} />
        </h1>
        <p className="mt-1 text-muted">
          <span data-testid="job-state">{stateText(job, uploads, t)}</span>
          <span aria-hidden="true"> · </span>
          {settingsSummary(job.settings, words).join(", ")}
          <span aria-hidden="true"> · </span>
          <span className="whitespace-nowrap">{formats.date(job.createdAt)}</span>
        </p>
        {job.expiresAt !== null && (
          <p className="mt-1 text-sm text-muted">
            <Expiry expiresAt={job.expiresAt} withDate />
          </p>
        )}
        {job.finishedAt === null && <JobUrgency job={job} onJob={onJob} />}
      </div>
      <JobActions snapshot={snapshot} onJob={onJob} settings={settings} />
    </header>
  );
}
