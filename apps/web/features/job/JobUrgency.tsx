"use client";
import { type JobView, type Priority, priorities } from "@pixelmill/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "../../components/button.tsx";
import { TopIcon } from "../../components/icons.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { resetFailed } from "../../lib/resetFailed.ts";
import { useTRPC } from "../../lib/trpc.ts";

interface JobUrgencyProps {
  readonly job: JobView;
  readonly onJob: (job: JobView) => void;
}

/** How urgent a job at work is, and its way to the top. */
export function JobUrgency({ job, onJob }: JobUrgencyProps): ReactNode {
  const { t, failure } = useWords();
  const trpc = useTRPC();
  // One after the other: the last choice is the one that stays.
  const scope = { id: `priority of ${job.id}` };
  const setPriority = useMutation(trpc.jobs.setPriority.mutationOptions({ onSuccess: onJob, scope }));
  const moveToTop = useMutation(trpc.jobs.moveToTop.mutationOptions({ onSuccess: onJob }));
  const error = setPriority.error ?? moveToTop.error;
  const begin = () => resetFailed(setPriority, moveToTop);

  const atTop = useRef<HTMLParagraphElement>(null);
  const isAtTop = job.toppedAt !== null;
  const wasMovedHere = moveToTop.isPending || moveToTop.isSuccess;
  // The button is gone: whoever was on it goes on at what came of it.
  useEffect(() => {
    if (isAtTop && wasMovedHere && document.activeElement === document.body) atTop.current?.focus({ preventScroll: true });
  }, [isAtTop, wasMovedHere]);
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2 text-sm">
      <label className="flex items-center gap-2 min-w-0 max-sm:grow max-sm:basis-52">
        <span className="text-muted">{t("job.priority")}</span>
        <select
          data-testid="priority"
          value={setPriority.isPending ? setPriority.variables.priority : job.priority}
          onChange={({ target }) => {
            begin();
            setPriority.mutate({ jobId: job.id, priority: target.value as Priority });
          }}
          className="min-h-9 min-w-0 cursor-pointer rounded-lg border border-edge bg-raised px-2 text-ink max-sm:grow"
        >
          {priorities.map((priority) => (
            <option key={priority} value={priority}>
              {t(`job.priorities.${priority}`)}
            </option>
          ))}
        </select>
      </label>
      {!isAtTop && (
        <Button
          onClick={() => {
            begin();
            moveToTop.mutate({ jobId: job.id });
          }}
          className="max-sm:grow"
          data-testid="job-to-top"
        >
          <TopIcon />
          {t("job.moveToTop")}
        </Button>
      )}
      {/* There before it says something: only then screen readers tell what it says. */}
      <p ref={atTop} role="status" tabIndex={-1} data-testid="at-top" className={isAtTop ? "text-muted" : "sr-only"}>
        {isAtTop && t("job.atTop")}
      </p>
      {error && (
        <p role="alert" className="basis-full text-danger">
          {t("job.actionFailed", { reason: failure(failureOf(error)) })}
        </p>
      )}
    </div>
  );
}
