"use client";
import type { Id } from "@pixelmill/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useId, useRef } from "react";
import { Button } from "../../components/button.tsx";
import { TrashIcon } from "../../components/icons.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { useUploads } from "../upload/context.tsx";

interface DeleteJobProps {
  readonly jobId: Id;
  readonly onDeleted: () => void;
}

/** Deletes a job after asking: nothing brings it back. */
export function DeleteJob({ jobId, onDeleted }: DeleteJobProps): ReactNode {
  const { t, failure } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const uploads = useUploads();
  const remove = useMutation(
    trpc.jobs.delete.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.jobs.list.queryFilter());
        onDeleted();
      },
    }),
  );
  const removeJob = () => {
    // First: what is sent to a job that is being deleted would be refused, or hold the deletion up.
    uploads.cancel(jobId);
    remove.mutate({ jobId });
  };
  return (
    <>
      <Button kind="danger" onClick={() => dialog.current?.showModal()}>
        <TrashIcon />
        {t("job.deleteJob")}
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-2xl border border-line bg-raised p-6 text-ink backdrop:bg-black/50"
      >
        <p id={titleId} className="text-lg font-semibold text-balance">
          {t("job.deleteConfirm")}
        </p>
        {remove.isError && (
          <p role="alert" className="mt-3 text-sm text-danger">
            {t("job.actionFailed", { reason: failure(failureOf(remove.error)) })}
          </p>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button autoFocus onClick={() => dialog.current?.close()}>
            {t("job.deleteNo")}
          </Button>
          <Button kind="danger" disabled={remove.isPending} onClick={removeJob} data-testid="confirm-delete">
            {t("job.deleteYes")}
          </Button>
        </div>
      </dialog>
    </>
  );
}
