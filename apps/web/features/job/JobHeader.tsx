"use client";
import type { JobView } from "@pixelmill/core";
import type { ReactNode } from "react";
import { settingsMessages } from "../settings/messages.ts";
import { JobActions } from "./JobActions.tsx";
import { jobMessages as text } from "./messages.ts";
import type { LiveSnapshot } from "./types.ts";

interface JobHeaderProps {
  readonly snapshot: LiveSnapshot;
  readonly onJob: (job: JobView) => void;
}

/** When the job began, what it makes, and what can be done with it. */
export function JobHeader({ snapshot, onJob }: JobHeaderProps): ReactNode {
  const { job } = snapshot;
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="min-w-0">
        <h1 className="text-2xl font-semibold">{text.title(job.createdAt)}</h1>
        <p className="mt-1 text-muted">
          <span data-testid="job-state">{text.states[job.state]}</span>
          <span aria-hidden="true"> · </span>
          {settingsMessages.summary(job.settings).join(", ")}
        </p>
      </div>
      <JobActions snapshot={snapshot} onJob={onJob} />
    </header>
  );
}
