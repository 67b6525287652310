"use client";
import type { JobView } from "@pixelmill/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "../../components/button.tsx";
import { ChartIcon, CrossIcon, DownloadIcon, ListIcon, RetryIcon } from "../../components/icons.tsx";
import { Notice } from "../../components/notice.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { resetFailed } from "../../lib/resetFailed.ts";
import { useTRPC, useTRPCClient } from "../../lib/trpc.ts";
import { useUploads } from "../upload/context.tsx";
import { DeleteJob } from "./DeleteJob.tsx";
import { manifestUrl, reportUrl, zipUrl } from "./links.ts";
import { jobMessages as text } from "./messages.ts";
import { isWorthAnotherTry } from "./rows.ts";
import type { LiveSnapshot } from "./types.ts";
import { useTasksMutation } from "./useTasksMutation.ts";

interface JobActionsProps {
  readonly snapshot: LiveSnapshot;
  readonly onJob: (job: JobView) => void;
}

/** What can be done with the whole job, as far as it makes sense now. */
export function JobActions({ snapshot: { job, tasks }, onJob }: JobActionsProps): ReactNode {
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
      href={zipUrl(job.id, job.settings.outputs.length > 1)}
      data-testid="download-all"
      className={isOver ? "max-sm:min-h-11 max-sm:w-full" : "max-sm:w-full"}
    >
      <DownloadIcon />
      {isOver ? text.downloadAll : text.downloadReady(delivered)}
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
          {text.cancelJob}
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
          {text.retryFailed(retryable.length)}
        </Button>
      )}
      <ButtonLink kind="quiet" href={reportUrl(job.id)} target="_blank" rel="noopener" data-testid="report">
        <ChartIcon />
        {text.report}
      </ButtonLink>
      {delivered > 0 && (
        <ButtonLink kind="quiet" href={manifestUrl(job.id)} data-testid="manifest">
          <ListIcon />
          {text.manifest}
        </ButtonLink>
      )}
      <DeleteJob jobId={job.id} onDeleted={() => router.push("/jobs")} />
      {error && (
        <Notice tone="warning" actions={<Button onClick={dismiss}>{text.dismiss}</Button>}>
          {text.actionFailed(failureOf(error).message)}
        </Notice>
      )}
    </div>
  );
}
