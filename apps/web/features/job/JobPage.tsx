"use client";
import type { Id } from "@pixelmill/core";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";
import { useJobUploads, useUploads } from "../upload/context.tsx";
import { expectedFiles } from "../upload/expectedFiles.ts";
import { UploadStatus } from "../upload/UploadStatus.tsx";
import { FileList } from "./FileList.tsx";
import { JobHeader } from "./JobHeader.tsx";
import { JobProblem } from "./JobProblem.tsx";
import { JobSummary } from "./JobSummary.tsx";
import { MissingFiles } from "./MissingFiles.tsx";
import { jobMessages as text } from "./messages.ts";
import { TabTitle } from "./TabTitle.tsx";
import { useJob } from "./useJob.ts";

/** One job, live: what it saved, how far it is, and every file of it. */
export function JobPage({ jobId }: { readonly jobId: Id }): ReactNode {
  const { store, snapshot, failure } = useJob(jobId);
  const jobUploads = useJobUploads(jobId);
  const uploads = useUploads();
  const { job } = snapshot;

  // Cancelled from another page: what is still to be sent is not wanted any more.
  useEffect(() => {
    if (job && job.state !== "open" && jobUploads.pending > 0) uploads.cancel(jobId);
  }, [job, jobId, jobUploads, uploads]);

  if (failure) return <JobProblem failure={failure} />;
  if (!job) {
    return (
      <p role="status" className="py-16 text-center text-muted">
        {text.loading}
      </p>
    );
  }
  const live = { ...snapshot, job };
  const expected = job.state === "open" ? (expectedFiles.read(jobId) ?? 0) : 0;
  return (
    <div className="space-y-5" data-testid="job" data-job-state={job.state}>
      <TabTitle snapshot={live} uploads={jobUploads} expected={expected} />
      <JobHeader snapshot={live} uploads={jobUploads} onJob={(next) => store.applyJob(next)} />
      <UploadStatus jobId={jobId} />
      <MissingFiles snapshot={live} uploads={jobUploads} />
      <JobSummary snapshot={live} uploads={jobUploads} expected={expected} />
      <FileList jobId={jobId} tasks={snapshot.tasks} uploads={jobUploads.byTask} version={snapshot} uploadVersion={jobUploads} />
      {job.finishedAt !== null && (
        <p className="text-center">
          <Link href="/" className="inline-flex min-h-9 items-center text-accent underline underline-offset-4">
            {text.newJob}
          </Link>
        </p>
      )}
    </div>
  );
}
