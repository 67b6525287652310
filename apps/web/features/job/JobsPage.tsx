"use client";
import type { JobView } from "@pixelmill/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Fragment, type ReactNode, useEffect } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { DownloadIcon } from "../../components/icons.tsx";
import { Notice } from "../../components/notice.tsx";
import { ProgressBar } from "../../components/progressBar.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { settingsMessages } from "../settings/messages.ts";
import { useJobUploads } from "../upload/context.tsx";
import { DeleteJob } from "./DeleteJob.tsx";
import { jobNames } from "./jobNames.ts";
import { jobPath, zipUrl } from "./links.ts";
import { jobMessages as text } from "./messages.ts";
import { stateText } from "./stateText.ts";

/** How often the list is asked for while some job is at work, in milliseconds. */
const refreshMs = 3000;

/** All jobs of this browser, the newest first. */
export function JobsPage(): ReactNode {
  const jobs = useQuery(
    useTRPC().jobs.list.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.some(({ finishedAt }) => finishedAt === null) ? refreshMs : false),
      refetchOnMount: "always",
    }),
  );
  const { data } = jobs;
  useEffect(() => {
    if (data) jobNames.keepOnly(data.map(({ id }) => id));
  }, [data]);
  return (
    <div className="space-y-5">
      <h1 className="text-2xl font-semibold">{text.jobsTitle}</h1>
      {jobs.isError && <Notice tone="warning">{text.jobsFailed(failureOf(jobs.error).message)}</Notice>}
      {jobs.data?.length === 0 && <EmptyJobs />}
      <ul className="space-y-3">
        {[...(jobs.data ?? [])]
          .sort((a, b) => b.createdAt - a.createdAt)
          .map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
      </ul>
    </div>
  );
}

function EmptyJobs(): ReactNode {
  return (
    <div className="rounded-2xl border-2 border-dashed border-edge bg-raised px-6 py-16 text-center">
      <p className="text-lg font-semibold">{text.jobsEmpty}</p>
      <p className="mt-1 text-muted">{text.jobsEmptyHelp}</p>
      <p className="mt-4">
        <Link href="/" className="inline-flex min-h-9 items-center text-accent underline underline-offset-4">
          {text.firstJob}
        </Link>
      </p>
    </div>
  );
}

function JobCard({ job }: { readonly job: JobView }): ReactNode {
  const { states, files, deliveredSourceBytes, outputs, outputBytes } = job.totals;
  const ended = states.optimized + states.keptOriginal + states.failed + states.cancelled;
  const saved = text.jobSaved(deliveredSourceBytes, outputBytes, job.settings.outputs.length > 1 ? outputs : null);
  const uploads = useJobUploads(job.id);
  const name = jobNames.read(job.id) ?? text.unnamed(files);
  return (
    <li
      data-testid="job-card"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-2xl border border-line bg-raised p-4 sm:px-6"
    >
      <div className="min-w-0 flex-1 basis-72">
        <Link
          href={jobPath(job.id)}
          className="inline-flex min-h-6 items-center font-semibold underline-offset-4 hover:underline"
        >
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <Breakable text={name} />
          </span>
        </Link>
        <p className="text-sm tabular-nums">
          {[text.jobFiles(ended, files), saved, states.failed > 0 ? text.jobFailed(states.failed) : null]
            .filter((part) => part !== null)
            .map((part, at) => (
              <Fragment key={part}>
                {at > 0 && " · "}
                <span className="whitespace-nowrap">{part}</span>
              </Fragment>
            ))}
        </p>
        <p className="text-sm text-muted">
          {stateText(job, uploads)} · {settingsMessages.summary(job.settings).join(", ")} ·{" "}
          <span className="whitespace-nowrap">{text.created(job.createdAt)}</span>
        </p>
        {job.finishedAt === null && (
          <div className="mt-2 max-w-sm">
            <ProgressBar
              label={text.progressLabel}
              done={files === 0 ? 0 : ended / files}
              text={text.progressText(ended, files)}
            />
          </div>
        )}
      </div>
      <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:[&>:is(a,button)]:grow">
        {outputs > 0 && (
          <ButtonLink href={zipUrl(job.id, job.settings.outputs.length > 1)}>
            <DownloadIcon />
            {job.finishedAt === null ? text.downloadReady(outputs) : text.downloadAll}
          </ButtonLink>
        )}
        <DeleteJob jobId={job.id} onDeleted={() => {}} />
      </div>
    </li>
  );
}
