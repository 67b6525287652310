"use client";
import type { Id } from "@pixelmill/core";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { backoffMs } from "../../lib/backoff.ts";
import { isWorthRetrying } from "../../lib/failureOf.ts";
import { type Client, useTRPCClient } from "../../lib/trpc.ts";
import { Draft, type DraftState, emptyDraft } from "./draft.ts";
import { sendFile } from "./sendFile.ts";
import { type JobUploads, noUploads, Uploads } from "./uploads.ts";

interface UploadContextValue {
  readonly uploads: Uploads;
  readonly draft: Draft;
}

const UploadContext = createContext<UploadContextValue | null>(null);

/** Holds the uploads and the draft above all pages, so that navigation cuts nothing. */
export function UploadProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const client = useTRPCClient();
  const [value] = useState(() => {
    const uploads: Uploads = new Uploads({ send: sendFile, seal: (jobId) => void sealJob(client, uploads, jobId) });
    return { uploads, draft: new Draft() };
  });
  useEffect(() => warnBeforeLeaving(value.uploads), [value]);
  return <UploadContext value={value}>{children}</UploadContext>;
}

/** Says that no more files come, until the service has heard it. */
async function sealJob(client: Client, uploads: Uploads, jobId: Id): Promise<void> {
  for (let attempt = 1; uploads.of(jobId).pending === 0 || attempt === 1; attempt += 1) {
    try {
      await client.jobs.seal.mutate({ jobId });
      return uploads.forget(jobId);
    } catch (error) {
      if (!isWorthRetrying(error)) return;
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
    }
  }
}

/** The browser asks before it closes a page whose uploads it would cut. */
function warnBeforeLeaving(uploads: Uploads): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (uploads.pending > 0) event.preventDefault();
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

export function useJobUploads(jobId: Id): JobUploads {
  const uploads = useUploads();
  return useSyncExternalStore(
    uploads.subscribe,
    () => uploads.of(jobId),
    () => noUploads,
  );
}

export function useDraft(): { readonly draft: Draft; readonly state: DraftState } {
  const { draft } = useUploadContext();
  return { draft, state: useSyncExternalStore(draft.subscribe, draft.state, () => emptyDraft) };
}
