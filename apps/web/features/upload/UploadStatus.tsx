"use client";
import type { Id } from "@pixelmill/core";
import type { ReactNode } from "react";
import { Notice } from "../../components/notice.tsx";
import { useJobUploads } from "./context.tsx";
import { uploadMessages as text } from "./messages.ts";
import type { JobUploads } from "./uploads.ts";

/** While files are on their way: how many, that the page has to stay open, and what holds them up. */
export function UploadStatus({ jobId }: { readonly jobId: Id }): ReactNode {
  const uploads = useJobUploads(jobId);
  if (uploads.pending === 0) return null;
  const trouble = troubleOf(uploads);
  return trouble === null ? (
    <Notice tone="info" testId="uploading">
      <span className="tabular-nums">{text.uploading(uploads.pending)}</span> {text.keepOpen}
    </Notice>
  ) : (
    <Notice tone="warning" testId="upload-trouble">
      {text.trouble(trouble)}
    </Notice>
  );
}

/** The message of an upload that waits to be repeated. */
function troubleOf({ byTask }: JobUploads): string | null {
  for (const { state } of byTask.values()) {
    if (state.kind === "retrying") return state.failure.code === "unavailable" ? text.noAnswer : state.failure.message;
  }
  return null;
}
