"use client";
import { type JobView, type Priority, priorities } from "@pixelmill/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { TopIcon } from "../../components/icons.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { jobMessages as text } from "./messages.ts";

interface JobUrgencyProps {
  readonly job: JobView;
  readonly onJob: (job: JobView) => void;
}

/** How urgent a job at work is, and its way to the top. */
export function JobUrgency({ job, onJob }: JobUrgencyProps): ReactNode {
  const trpc = useTRPC();
  const setPriority = useMutation(trpc.jobs.setPriority.mutationOptions({ onSuccess: onJob }));
  const moveToTop = useMutation(trpc.jobs.moveToTop.mutationOptions({ onSuccess: onJob }));
  const error = setPriority.error ?? moveToTop.error;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2 text-sm">
      <label className="flex items-center gap-2 min-w-0 max-sm:grow max-sm:basis-52">
        <span className="text-muted">{text.priority}</span>
        <select
          data-testid="priority"
          value={setPriority.variables?.priority ?? job.priority}
          disabled={setPriority.isPending}
          onChange={({ target }) => setPriority.mutate({ jobId: job.id, priority: target.value as Priority })}
          className="min-h-9 min-w-0 cursor-pointer rounded-lg border border-edge bg-raised px-2 text-ink max-sm:grow"
        >
          {priorities.map((priority) => (
            <option key={priority} value={priority}>
              {text.priorities[priority]}
            </option>
          ))}
        </select>
      </label>
      {job.toppedAt === null ? (
        <Button
          disabled={moveToTop.isPending}
          onClick={() => moveToTop.mutate({ jobId: job.id })}
          className="max-sm:grow"
          data-testid="job-to-top"
        >
          <TopIcon />
          {text.moveToTop}
        </Button>
      ) : (
        <span data-testid="at-top" className="text-muted">
          {text.atTop}
        </span>
      )}
      {error && (
        <p role="alert" className="basis-full text-danger">
          {text.actionFailed(failureOf(error).message)}
        </p>
      )}
    </div>
  );
}
