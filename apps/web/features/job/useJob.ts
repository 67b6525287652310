"use client";
import type { Failure, Id } from "@pixelmill/core";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { failureOf } from "../../lib/failureOf.ts";
import { useTRPCClient } from "../../lib/trpc.ts";
import { connection } from "../system/connection.ts";
import { emptySnapshot, type JobSnapshot, JobStore } from "./jobStore.ts";

export interface LiveJob {
  readonly store: JobStore;
  readonly snapshot: JobSnapshot;
  /** Why the job cannot be shown at all: it is not there, or access has ended. */
  readonly failure: Failure | null;
}

/** A job as it is on the server, kept up to date by one subscription for as long as the page shows it. Nothing is known of no job. */
export function useJob(jobId: Id | null): LiveJob {
  const client = useTRPCClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another job has another store
  const store = useMemo(() => new JobStore(), [jobId]);
  const [failed, setFailed] = useState<{ readonly jobId: Id; readonly failure: Failure } | null>(null);

  useEffect(() => {
    setFailed(null);
    if (jobId === null) return;
    const setFailure = (failure: Failure) => setFailed({ jobId, failure });
    const subscription = client.jobs.changes.subscribe(
      { jobId },
      {
        onData: ({ data }) => {
          connection.set("online");
          store.apply(data);
        },
        onConnectionStateChange: ({ state, error }) => {
          if (state === "pending") connection.set("online");
          else if (error) connection.set("offline");
        },
        // The service ends the events of a job that is gone: asking again gives the reason.
        onComplete: () => {
          client.jobs.get.query({ jobId }).catch((error: unknown) => setFailure(failureOf(error)));
        },
        onError: (error) => setFailure(failureOf(error)),
      },
    );
    return () => subscription.unsubscribe();
  }, [client, jobId, store]);

  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot, () => emptySnapshot);
  return { store, snapshot, failure: failed?.jobId === jobId ? failed.failure : null };
}
