"use client";
import type { Id, JobView } from "@pixelmill/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useCallback, useEffect, useId, useState } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useRevision } from "../revise/useRevision.ts";
import { useJobUploads, useUploads } from "../upload/context.tsx";
import { expectedFiles } from "../upload/expectedFiles.ts";
import { UploadStatus } from "../upload/UploadStatus.tsx";
import { DraftNotice } from "./DraftNotice.tsx";
import { FileList } from "./FileList.tsx";
import { JobHeader } from "./JobHeader.tsx";
import { JobProblem } from "./JobProblem.tsx";
import { JobSummary } from "./JobSummary.tsx";
import { settingsHash } from "./links.ts";
import { MissingFiles } from "./MissingFiles.tsx";
import { TabTitle } from "./TabTitle.tsx";
import { useJob } from "./useJob.ts";

/** Loaded when it is opened: most jobs are done as they were begun. */
const SettingsPanel = dynamic(() => import("../revise/SettingsPanel.tsx").then((loaded) => loaded.SettingsPanel), { ssr: false });

/** One job, live: what it saved, how far it is, and every file of it. */
export function JobPage({ jobId }: { readonly jobId: Id }): ReactNode {
  const { t } = useWords();
  const { store, snapshot, failure } = useJob(jobId);
  const jobUploads = useJobUploads(jobId);
  const uploads = useUploads();
  const { job } = snapshot;
  const onJob = useCallback((next: JobView) => store.applyJob(next), [store]);
  const revision = useRevision(jobId, job, onJob);
  const [isRevising, setIsRevising] = useState(false);
  const panelId = useId();
  // Come from the list of jobs to run it again with other settings.
  useEffect(() => setIsRevising(location.hash === settingsHash), []);

  // Cancelled from another page: what is still to be sent is not wanted any more.
  useEffect(() => {
    if (job && job.state !== "open" && jobUploads.pending > 0) uploads.cancel(jobId);
  }, [job, jobId, jobUploads, uploads]);

  if (failure) return <JobProblem failure={failure} />;
  if (!job) {
    return (
      <p role="status" className="py-16 text-center text-muted">
        {t("job.loading")}
      </p>
    );
  }
  if (job.state === "draft") return <DraftNotice jobId={jobId} />;
  const live = { ...snapshot, job };
  const expected = job.state === "open" ? (expectedFiles.read(jobId) ?? 0) : 0;
  return (
    <div className="space-y-5" data-testid="job" data-job-state={job.state}>
      <TabTitle snapshot={live} uploads={jobUploads} expected={expected} />
      <JobHeader
        snapshot={live}
        uploads={jobUploads}
        onJob={onJob}
        settings={{ isOpen: isRevising, controls: panelId, toggle: () => setIsRevising(!isRevising) }}
      />
      <UploadStatus jobId={jobId} />
      <MissingFiles snapshot={live} uploads={jobUploads} />
      <JobSummary snapshot={live} uploads={jobUploads} expected={expected} />
      {isRevising && revision !== null && <SettingsPanel id={panelId} job={job} tasks={snapshot.tasks} revision={revision} />}
      <FileList
        job={job}
        revision={revision}
        tasks={snapshot.tasks}
        uploads={jobUploads.byTask}
        version={snapshot}
        uploadVersion={jobUploads}
      />
      {job.finishedAt !== null && (
        <p className="text-center">
          <Link href="/" className="inline-flex min-h-9 items-center text-accent underline underline-offset-4">
            {t("job.newJob")}
          </Link>
        </p>
      )}
    </div>
  );
}
