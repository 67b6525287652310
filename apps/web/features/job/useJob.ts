"use client";
import type { Failure, Id } from "@pixelmill/core";
import { useEffect, useState, useSyncExternalStore } from "react";
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

/** A job as it is on the server, kept up to date by one subscription for as long as the page shows it. */
export function useJob(jobId: Id): LiveJob {
  const client = useTRPCClient();
  const [store] = useState(() => new JobStore());
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    setFailure(null);
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
  return { store, snapshot, failure };
}
