"use client";
import type { JobView } from "@pixelmill/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "../../components/button.tsx";
import { CrossIcon, DownloadIcon, RetryIcon } from "../../components/icons.tsx";
import { Notice } from "../../components/notice.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { useUploads } from "../upload/context.tsx";
import { DeleteJob } from "./DeleteJob.tsx";
import { zipUrl } from "./links.ts";
import { jobMessages as text } from "./messages.ts";
import type { LiveSnapshot } from "./types.ts";

interface JobActionsProps {
  readonly snapshot: LiveSnapshot;
  readonly onJob: (job: JobView) => void;
}

/** What can be done with the whole job, as far as it makes sense now. */
export function JobActions({ snapshot: { job, tasks }, onJob }: JobActionsProps): ReactNode {
  const trpc = useTRPC();
  const router = useRouter();
  const uploads = useUploads();
  const retry = useMutation(trpc.results.retry.mutationOptions());
  const cancel = useMutation(trpc.jobs.cancel.mutationOptions({ onSuccess: onJob }));

  const { states } = job.totals;
  const delivered = states.optimized + states.keptOriginal;
  const isOver = job.finishedAt !== null;
  const failedIds = () => [...tasks.values()].filter(({ state }) => state === "failed").map(({ id }) => id);
  const error = retry.error ?? cancel.error;
  const dismiss = () => {
    retry.reset();
    cancel.reset();
  };

  return (
    <div className="flex flex-wrap gap-2">
      {!isOver && (
        <Button
          disabled={cancel.isPending}
          onClick={() => {
            uploads.cancel(job.id);
            cancel.mutate({ jobId: job.id });
          }}
        >
          <CrossIcon />
          {text.cancelJob}
        </Button>
      )}
      {states.failed > 0 && (
        <Button disabled={retry.isPending} onClick={() => retry.mutate({ jobId: job.id, taskIds: failedIds() })}>
          <RetryIcon />
          {text.retryFailed(states.failed)}
        </Button>
      )}
      <DeleteJob jobId={job.id} onDeleted={() => router.push("/jobs")} />
      {delivered > 0 && (
        <ButtonLink kind={isOver ? "primary" : "secondary"} href={zipUrl(job.id)} data-testid="download-all">
          <DownloadIcon />
          {isOver ? text.downloadAll : text.downloadReady(delivered)}
        </ButtonLink>
      )}
      {error && (
        <Notice tone="warning" actions={<Button onClick={dismiss}>{text.dismiss}</Button>}>
          {text.actionFailed(failureOf(error).message)}
        </Notice>
      )}
    </div>
  );
}
