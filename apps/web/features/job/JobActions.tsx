"use client";
import type { JobView } from "@pixelmill/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useLocale } from "use-intl";
import { Button, ButtonLink } from "../../components/button.tsx";
import { ChartIcon, CrossIcon, DownloadIcon, ListIcon, RetryIcon, SlidersIcon } from "../../components/icons.tsx";
import { Notice } from "../../components/notice.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { resetFailed } from "../../lib/resetFailed.ts";
import { useTRPC, useTRPCClient } from "../../lib/trpc.ts";
import { hasSeveralOutputs } from "../revise/outdated.ts";
import { useUploads } from "../upload/context.tsx";
import { DeleteJob } from "./DeleteJob.tsx";
import { manifestUrl, reportUrl, zipUrl } from "./links.ts";
import { isWorthAnotherTry } from "./rows.ts";
import type { LiveSnapshot } from "./types.ts";
import { useTasksMutation } from "./useTasksMutation.ts";

/** Opens and closes a part of the page. */
export interface PanelToggle {
  readonly isOpen: boolean;
  /** Its id. */
  readonly controls: string;
  readonly toggle: () => void;
}

interface JobActionsProps {
  readonly snapshot: LiveSnapshot;
  readonly onJob: (job: JobView) => void;
  /** The job's settings. */
  readonly settings: PanelToggle;
}

/** What can be done with the whole job, as far as it makes sense now. */
export function JobActions({ snapshot: { job, tasks }, onJob, settings }: JobActionsProps): ReactNode {
  const { t, failure } = useWords();
  const locale = useLocale();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const uploads = useUploads();
  const retry = useTasksMutation(job.id, (request) => client.results.retry.mutate(request));
  const cancel = useMutation(trpc.jobs.cancel.mutationOptions({ onSuccess: onJob }));

  const { states, outputs: delivered } = job.totals;
  const isOver = job.finishedAt !== null;
  const retryable = states.failed === 0 ? [] : [...tasks.values()].filter(isWorthAnotherTry).map(({ id }) => id);
  const error = retry.error ?? cancel.error;
  const dismiss = () => resetFailed(retry, cancel);

  const download = delivered > 0 && (
    <ButtonLink
      kind={isOver ? "primary" : "secondary"}
      href={zipUrl(job.id, hasSeveralOutputs(job))}
      data-testid="download-all"
      className={isOver ? "max-sm:min-h-11 max-sm:w-full" : "max-sm:w-full"}
    >
      <DownloadIcon />
      {isOver ? t("job.downloadAll") : t("job.downloadReady", { count: delivered })}
    </ButtonLink>
  );
  return (
    <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:[&>:is(a,button)]:grow max-sm:[&>:is(a,button)]:px-2.5">
      {download}
      {!isOver && (
        <Button
          disabled={cancel.isPending}
          onClick={() => {
            dismiss();
            uploads.cancel(job.id);
            cancel.mutate({ jobId: job.id });
          }}
        >
          <CrossIcon />
          {t("job.cancelJob")}
        </Button>
      )}
      {retryable.length > 0 && (
        <Button
          disabled={retry.isPending}
          onClick={() => {
            dismiss();
            retry.mutate(retryable);
          }}
        >
          <RetryIcon />
          {t("job.retryFailed", { count: retryable.length })}
        </Button>
      )}
      <Button
        kind="quiet"
        onClick={settings.toggle}
        aria-expanded={settings.isOpen}
        aria-controls={settings.isOpen ? settings.controls : undefined}
        data-testid="change-settings"
      >
        <SlidersIcon />
        {settings.isOpen ? t("revise.close") : t("revise.open")}
      </Button>
      <ButtonLink kind="quiet" href={reportUrl(job.id, locale)} target="_blank" rel="noopener" data-testid="report">
        <ChartIcon />
        {t("job.report")}
      </ButtonLink>
      {delivered > 0 && (
        <ButtonLink kind="quiet" href={manifestUrl(job.id)} data-testid="manifest">
          <ListIcon />
          {t("job.manifest")}
        </ButtonLink>
      )}
      <DeleteJob jobId={job.id} onDeleted={() => router.push("/jobs")} />
      {error && (
        <Notice tone="warning" actions={<Button onClick={dismiss}>{t("job.dismiss")}</Button>}>
          {t("job.actionFailed", { reason: failure(failureOf(error)) })}
        </Notice>
      )}
    </div>
  );
}
