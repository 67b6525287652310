"use client";
import type { JobView } from "@pixelmill/core";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { useLocale } from "use-intl";
import { Breakable } from "../../components/breakable.tsx";
import { ButtonLink, buttonClass } from "../../components/button.tsx";
import { ChartIcon, DownloadIcon, RetryIcon } from "../../components/icons.tsx";
import { ProgressBar } from "../../components/progressBar.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Words } from "../../lib/i18n/words.ts";
import { hasSeveralOutputs } from "../revise/outdated.ts";
import { settingsSummary } from "../settings/settingsSummary.ts";
import { useJobUploads } from "../upload/context.tsx";
import { DeleteJob } from "./DeleteJob.tsx";
import { Expiry } from "./Expiry.tsx";
import { endedFiles } from "./history.ts";
import { jobNames } from "./jobNames.ts";
import { jobPath, reportUrl, settingsPath, zipUrl } from "./links.ts";
import { stateText } from "./stateText.ts";

/** One job of the list: what it was, what it saved, how long it stays, and what can be done with it. */
export function JobCard({ job }: { readonly job: JobView }): ReactNode {
  const words = useWords();
  const { t, formats } = words;
  const { files } = job.totals;
  const ended = endedFiles(job);
  const uploads = useJobUploads(job.id);
  return (
    <li data-testid="job-card" className="rounded-2xl border border-line bg-raised p-4 sm:px-6 sm:py-5">
      <div className="flex items-start justify-between gap-x-6">
        <div className="min-w-0 flex-1">
          <Link
            href={jobPath(job.id)}
            className="inline-flex min-h-6 items-center text-lg font-semibold underline-offset-4 hover:underline"
          >
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <Breakable text={jobNames.read(job.id) ?? t("job.unnamed", { files })} />
            </span>
          </Link>
          <Line parts={[filesText(job, ended, words), bytesText(job, words), failedText(job, words)]} className="tabular-nums" />
          <Line
            parts={[
              stateText(job, uploads, t),
              settingsSummary(job.settings, words).join(", "),
              formats.date(job.createdAt),
              job.expiresAt === null ? null : <Expiry key="expiry" expiresAt={job.expiresAt} />,
            ]}
            className="text-muted"
          />
        </div>
        <Saving job={job} />
      </div>
      {job.finishedAt === null && (
        <div className="mt-3">
          <ProgressBar
            label={t("job.progressLabel")}
            done={files === 0 ? 0 : ended / files}
            text={t("job.progressText", { ended, files })}
          />
        </div>
      )}
      <Actions job={job} />
    </li>
  );
}

/** Parts of a line, each whole, with dots between them. */
const Line = ({ parts, className }: { readonly parts: readonly ReactNode[]; readonly className: string }): ReactNode => (
  <p className={`text-sm ${className}`}>
    {parts
      .filter((part) => part !== null)
      .map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is known by its place
        <Fragment key={at}>
          {at > 0 && " · "}
          <span className="inline-block">{part}</span>
        </Fragment>
      ))}
  </p>
);

/** The saving as a number that a glance down the list compares. */
function Saving({ job }: { readonly job: JobView }): ReactNode {
  const { formats } = useWords();
  const { deliveredSourceBytes, outputBytes } = job.totals;
  const change = formats.change(deliveredSourceBytes, outputBytes);
  if (change === null || hasSeveralOutputs(job)) return null;
  return (
    <p data-testid="job-saving" className="text-2xl font-semibold whitespace-nowrap text-accent tabular-nums">
      {change}
    </p>
  );
}

function Actions({ job }: { readonly job: JobView }): ReactNode {
  const { t } = useWords();
  const locale = useLocale();
  const { outputs, files } = job.totals;
  const isOver = job.finishedAt !== null;
  return (
    <div className="mt-3 flex flex-wrap gap-2 max-sm:[&>:is(a,button)]:grow sm:-mb-1">
      {outputs > 0 && (
        <ButtonLink href={zipUrl(job.id, hasSeveralOutputs(job))} className="max-sm:w-full">
          <DownloadIcon />
          {isOver ? t("job.downloadAll") : t("job.downloadReady", { count: outputs })}
        </ButtonLink>
      )}
      {isOver && files > 0 && (
        <Link href={settingsPath(job.id)} className={buttonClass("quiet")} data-testid="run-again">
          <RetryIcon />
          {t("job.runAgain")}
        </Link>
      )}
      <ButtonLink kind="quiet" href={reportUrl(job.id, locale)} target="_blank" rel="noopener">
        <ChartIcon />
        {t("job.report")}
      </ButtonLink>
      <DeleteJob jobId={job.id} onDeleted={() => {}} />
    </div>
  );
}

const filesText = ({ totals: { files } }: JobView, ended: number, { t }: Words): string =>
  ended === files ? t("job.jobFiles", { files }) : t("job.jobFilesEnded", { ended, files });

const failedText = ({ totals: { states } }: JobView, { t }: Words): string | null =>
  states.failed > 0 ? t("job.jobFailed", { count: states.failed }) : null;

/** Bytes before and after, with the number of files that came of it where each became several. Null where nothing was delivered. */
function bytesText(job: JobView, { t, formats }: Words): string | null {
  const { deliveredSourceBytes, outputBytes, outputs } = job.totals;
  if (deliveredSourceBytes === 0) return null;
  const bytes = { before: formats.bytes(deliveredSourceBytes), after: formats.bytes(outputBytes) };
  return hasSeveralOutputs(job) ? t("job.bytesOfOutputs", { ...bytes, outputs }) : t("job.bytes", bytes);
}
