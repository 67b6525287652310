"use client";
import type { Id, TaskView } from "@pixelmill/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { CrossIcon, DownloadIcon, RetryIcon, TopIcon } from "../../components/icons.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { downloadSelected } from "./links.ts";
import { jobMessages as text } from "./messages.ts";
import { canCancel, canRetry, isDownloadable, isInLine } from "./rows.ts";
import type { Selection } from "./useSelection.ts";

interface SelectionActionsProps {
  readonly jobId: Id;
  readonly tasks: ReadonlyMap<Id, TaskView>;
  readonly selection: Selection;
}

/**
 * What can be done with the selected files; each action takes those it applies to. On a phone a bar at the lower edge, where it
 * leaves room for the files.
 */
export function SelectionActions({ jobId, tasks, selection }: SelectionActionsProps): ReactNode {
  const trpc = useTRPC();
  const retry = useMutation(trpc.results.retry.mutationOptions());
  const cancel = useMutation(trpc.results.cancel.mutationOptions());
  const moveToTop = useMutation(trpc.tasks.moveToTop.mutationOptions({ onSuccess: () => selection.replace([]) }));
  const idsWhere = (applies: (task: TaskView | undefined) => boolean) =>
    [...selection.ids].filter((id) => applies(tasks.get(id)));
  const [downloadable, retryable, cancellable] = [idsWhere(isDownloadable), idsWhere(canRetry), idsWhere(canCancel)];
  const inLine = idsWhere(isInLine);
  const error = retry.error ?? cancel.error ?? moveToTop.error;
  return (
    <div
      data-testid="selection"
      className="flex flex-wrap items-center gap-2 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:border-t max-sm:border-line max-sm:bg-raised max-sm:px-4 max-sm:pt-1 max-sm:pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:ml-auto"
    >
      <span role="status" className="text-sm font-medium tabular-nums max-sm:grow">
        {text.selected(selection.ids.size)}
      </span>
      <Button kind="quiet" onClick={() => selection.replace([])} className="max-sm:-mr-3.5">
        {text.clearSelection}
      </Button>
      <div className="flex flex-wrap gap-2 max-sm:basis-full max-sm:[&>button]:grow max-sm:[&>button]:flex-col max-sm:[&>button]:gap-0.5 max-sm:[&>button]:px-2">
        {downloadable.length > 0 && (
          <Button onClick={() => downloadSelected(jobId, downloadable)} data-testid="download-selected">
            <DownloadIcon />
            {text.downloadSelected}
          </Button>
        )}
        {inLine.length > 0 && (
          <Button
            disabled={moveToTop.isPending}
            onClick={() => moveToTop.mutate({ jobId, taskIds: inLine })}
            data-testid="selected-to-top"
          >
            <TopIcon />
            {text.moveToTop}
          </Button>
        )}
        {retryable.length > 0 && (
          <Button disabled={retry.isPending} onClick={() => retry.mutate({ jobId, taskIds: retryable })}>
            <RetryIcon />
            {text.retry}
          </Button>
        )}
        {cancellable.length > 0 && (
          <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ jobId, taskIds: cancellable })}>
            <CrossIcon />
            {text.cancel}
          </Button>
        )}
      </div>
      {error && (
        <p role="alert" className="basis-full text-sm text-danger">
          {text.actionFailed(failureOf(error).message)}
        </p>
      )}
    </div>
  );
}
