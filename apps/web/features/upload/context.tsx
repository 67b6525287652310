"use client";
import type { Id } from "@pixelmill/core";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { backoffMs } from "../../lib/backoff.ts";
import { isWorthRetrying } from "../../lib/failureOf.ts";
import { type Client, useTRPCClient } from "../../lib/trpc.ts";
import { wait } from "../../lib/wait.ts";
import { type DraftState, emptyDraft } from "./draft.ts";
import { DraftJob, type DraftJobState, noDraftJob } from "./draftJob.ts";
import { StoredFiles } from "./keptFiles.ts";
import { OtherTabs } from "./otherTabs.ts";
import { isComplete, restoreUploads } from "./restoreUploads.ts";
import { sendFile } from "./sendFile.ts";
import { type JobUploads, noUploads, Uploads } from "./uploads.ts";

interface UploadContextValue {
  readonly uploads: Uploads;
  readonly draftJob: DraftJob;
  readonly kept: StoredFiles;
}

const UploadContext = createContext<UploadContextValue | null>(null);

/** Holds the uploads and the draft above all pages, so that navigation cuts nothing. */
export function UploadProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const client = useTRPCClient();
  const [value] = useState(() => makeValue(client));
  useEffect(() => warnBeforeLeaving(value.uploads), [value]);
  useEffect(() => {
    const { uploads, draftJob, kept } = value;
    const tabs = new OtherTabs(uploads.isSending);
    draftJob.restore();
    void restoreUploads(uploads, kept, tabs);
    return () => tabs.close();
  }, [value]);
  return <UploadContext value={value}>{children}</UploadContext>;
}

function makeValue(client: Client): UploadContextValue {
  const kept = new StoredFiles();
  const uploads: Uploads = new Uploads({
    send: sendFile,
    kept,
    seal: (jobId) => void sealJob(client, uploads, jobId),
    settled: (jobId) => {
      if (jobId !== draftJob.state().jobId) void releaseIfComplete(client, uploads, jobId);
    },
  });
  const draftJob: DraftJob = new DraftJob(
    {
      create: () => client.jobs.create.mutate({ draft: true }),
      delete: (jobId) => client.jobs.delete.mutate({ jobId }),
    },
    uploads,
  );
  return { uploads, draftJob, kept };
}

/** Says that no more files come, until the service has heard it. */
const sealJob = (client: Client, uploads: Uploads, jobId: Id): Promise<void> =>
  untilHeard(uploads, jobId, async () => {
    await client.jobs.seal.mutate({ jobId });
    uploads.forget(jobId);
  });

/** What an earlier page left is sent: where that was all, no more files come. */
const releaseIfComplete = (client: Client, uploads: Uploads, jobId: Id): Promise<void> =>
  untilHeard(uploads, jobId, async () => {
    const { totals } = await client.jobs.get.query({ jobId });
    if (isComplete(jobId, totals.files, uploads)) uploads.release(jobId);
  });

async function untilHeard(uploads: Uploads, jobId: Id, say: () => Promise<void>): Promise<void> {
  for (let attempt = 1; !uploads.isSending(jobId); attempt += 1) {
    try {
      return await say();
    } catch (error) {
      if (!isWorthRetrying(error)) return;
      await wait(backoffMs(attempt));
    }
  }
}

/** The browser asks before it closes a page whose uploads it would cut for good. */
function warnBeforeLeaving(uploads: Uploads): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (uploads.unkept > 0) event.preventDefault();
  };
  addEventListener("beforeunload", ask);
  return () => removeEventListener("beforeunload", ask);
}

function useUploadContext(): UploadContextValue {
  const value = useContext(UploadContext);
  if (value === null) throw new Error("UploadProvider is missing");
  return value;
}

export const useUploads = (): Uploads => useUploadContext().uploads;

/** The uploads of a job; none of no job. */
export function useJobUploads(jobId: Id | null): JobUploads {
  const uploads = useUploads();
  return useSyncExternalStore(
    uploads.subscribe,
    () => (jobId === null ? noUploads : uploads.of(jobId)),
    () => noUploads,
  );
}

/** The job that is being prepared, and what is to be said of what was chosen for it. */
export function useDraftJob(): { readonly draftJob: DraftJob; readonly state: DraftJobState; readonly remarks: DraftState } {
  const { draftJob } = useUploadContext();
  const { picker } = draftJob;
  return {
    draftJob,
    state: useSyncExternalStore(draftJob.subscribe, draftJob.state, () => noDraftJob),
    remarks: useSyncExternalStore(picker.subscribe, picker.state, () => emptyDraft),
  };
}
