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

/** What can be done with the selected files; each action takes those it applies to. */
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
    <div data-testid="selection" className="flex flex-wrap items-center gap-2 sm:ml-auto">
      <span role="status" className="text-sm font-medium tabular-nums">
        {text.selected(selection.ids.size)}
      </span>
      {downloadable.length > 0 && (
        <Button onClick={() => downloadSelected(jobId, downloadable)} data-testid="download-selected">
          <DownloadIcon />
          {text.downloadSelected}
        </Button>
      )}
      {inLine.length > 0 && (
        <Button disabled={moveToTop.isPending} onClick={() => moveToTop.mutate({ jobId, taskIds: inLine })}>
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
      <Button kind="quiet" onClick={() => selection.replace([])}>
        {text.clearSelection}
      </Button>
      {error && (
        <p role="alert" className="basis-full text-sm text-danger">
          {text.actionFailed(failureOf(error).message)}
        </p>
      )}
    </div>
  );
}
