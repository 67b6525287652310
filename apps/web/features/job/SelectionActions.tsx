"use client";
import type { Id, TaskView } from "@pixelmill/core";
import { type ReactNode, type RefObject, useRef } from "react";
import { Button } from "../../components/button.tsx";
import { CrossIcon, DownloadIcon, RetryIcon, SlidersIcon, TopIcon } from "../../components/icons.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { resetFailed } from "../../lib/resetFailed.ts";
import { useTRPCClient } from "../../lib/trpc.ts";
import type { Revision } from "../revise/useRevision.ts";
import { downloadSelected } from "./links.ts";
import { canCancel, canRetry, isDownloadable, isInLine } from "./rows.ts";
import type { Selection } from "./useSelection.ts";
import { useTasksMutation } from "./useTasksMutation.ts";

interface SelectionActionsProps {
  readonly jobId: Id;
  readonly tasks: ReadonlyMap<Id, TaskView>;
  readonly selection: Selection;
  readonly revision: Revision | null;
  /** Takes the focus over where this goes with the selection. */
  readonly selectAll: RefObject<HTMLInputElement | null>;
}

/**
 * What can be done with the selected files; each action takes those it applies to. On a phone a bar at the lower edge, where it
 * leaves room for the files.
 */
export function SelectionActions({ jobId, tasks, selection, revision, selectAll }: SelectionActionsProps): ReactNode {
  const { t, failure } = useWords();
  const client = useTRPCClient();
  const bar = useRef<HTMLDivElement>(null);
  const clear = () => {
    const { activeElement } = document;
    if (activeElement === document.body || bar.current?.contains(activeElement))
      selectAll.current?.focus({ preventScroll: true });
    selection.replace([]);
  };
  const retry = useTasksMutation(jobId, (request) => client.results.retry.mutate(request));
  const cancel = useTasksMutation(jobId, (request) => client.results.cancel.mutate(request));
  const moveToTop = useTasksMutation(jobId, (request) => client.tasks.moveToTop.mutate(request), clear);
  const begin = ({ isPending, mutate }: typeof retry, taskIds: readonly Id[]) => {
    if (isPending) return;
    resetFailed(retry, cancel, moveToTop);
    mutate(taskIds);
  };
  const idsWhere = (applies: (task: TaskView | undefined) => boolean) =>
    [...selection.ids].filter((id) => applies(tasks.get(id)));
  const [downloadable, retryable, cancellable] = [idsWhere(isDownloadable), idsWhere(canRetry), idsWhere(canCancel)];
  const current = revision?.current ?? null;
  const outdated = current === null ? [] : idsWhere((task) => task !== undefined && !current.has(task.revision));
  const inLine = idsWhere(isInLine);
  const several = downloadable.some((id) => (tasks.get(id)?.outputs.length ?? 0) > 1);
  const error = retry.error ?? cancel.error ?? moveToTop.error;
  return (
    <div
      ref={bar}
      data-testid="selection"
      className="flex flex-wrap items-center gap-2 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:border-t max-sm:border-line max-sm:bg-raised max-sm:px-4 max-sm:pt-1 max-sm:pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:ml-auto"
    >
      <span role="status" className="text-sm font-medium tabular-nums max-sm:grow">
        {t("job.selected", { count: selection.ids.size })}
      </span>
      <Button kind="quiet" onClick={clear} className="max-sm:-mr-3.5">
        {t("job.clearSelection")}
      </Button>
      <div className="flex flex-wrap gap-2 max-sm:basis-full max-sm:[&>button]:grow max-sm:[&>button]:flex-col max-sm:[&>button]:gap-0.5 max-sm:[&>button]:px-2">
        {downloadable.length > 0 && (
          <Button onClick={() => downloadSelected(jobId, downloadable, several)} data-testid="download-selected">
            <DownloadIcon />
            {t("job.downloadSelected")}
          </Button>
        )}
        {revision !== null && outdated.length > 0 && (
          <Button
            disabled={revision.isPending}
            onClick={() => revision.apply(outdated.length === tasks.size ? undefined : outdated)}
            data-testid="apply-selected"
          >
            <SlidersIcon />
            {t("revise.applySelected")}
          </Button>
        )}
        {inLine.length > 0 && (
          <Button onClick={() => begin(moveToTop, inLine)} data-testid="selected-to-top">
            <TopIcon />
            {t("job.moveToTop")}
          </Button>
        )}
        {retryable.length > 0 && (
          <Button disabled={retry.isPending} onClick={() => begin(retry, retryable)}>
            <RetryIcon />
            {t("job.retry")}
          </Button>
        )}
        {cancellable.length > 0 && (
          <Button disabled={cancel.isPending} onClick={() => begin(cancel, cancellable)}>
            <CrossIcon />
            {t("job.cancel")}
          </Button>
        )}
      </div>
      {error && (
        <p role="alert" className="basis-full text-sm text-danger">
          {t("job.actionFailed", { reason: failure(failureOf(error)) })}
        </p>
      )}
    </div>
  );
}
