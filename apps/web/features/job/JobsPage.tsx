"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";
import { Notice } from "../../components/notice.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { HistorySummary } from "./HistorySummary.tsx";
import { JobCard } from "./JobCard.tsx";
import { jobNames } from "./jobNames.ts";

/** How often the list is asked for while some job is at work, in milliseconds. */
const refreshMs = 3000;

/** All jobs of this browser, the newest first. */
export function JobsPage(): ReactNode {
  const { t, failure } = useWords();
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
      <div className="flex flex-wrap items-end justify-between gap-x-10 gap-y-4">
        <h1 className="text-2xl font-semibold">{t("job.jobsTitle")}</h1>
        {data !== undefined && data.length > 0 && <HistorySummary jobs={data} />}
      </div>
      {jobs.isError && <Notice tone="warning">{t("job.jobsFailed", { reason: failure(failureOf(jobs.error)) })}</Notice>}
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
  const { t } = useWords();
  return (
    <div className="rounded-2xl border-2 border-dashed border-edge bg-raised px-6 py-16 text-center">
      <p className="text-lg font-semibold">{t("job.jobsEmpty")}</p>
      <p className="mt-1 text-muted">{t("job.jobsEmptyHelp")}</p>
      <p className="mt-4">
        <Link href="/" className="inline-flex min-h-9 items-center text-accent underline underline-offset-4">
          {t("job.firstJob")}
        </Link>
      </p>
    </div>
  );
}
