"use client";
import type { Id } from "@pixelmill/core";
import type { ReactNode } from "react";
import { Notice } from "../../components/notice.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Words } from "../../lib/i18n/words.ts";
import { useJobUploads } from "./context.tsx";
import type { JobUploads } from "./uploads.ts";

/** While files are on their way: how many, that the page has to stay open, and what holds them up. */
export function UploadStatus({ jobId }: { readonly jobId: Id }): ReactNode {
  const words = useWords();
  const { t } = words;
  const uploads = useJobUploads(jobId);
  if (uploads.pending === 0) return null;
  const trouble = troubleOf(uploads, words);
  return trouble === null ? (
    <Notice tone="info" testId="uploading">
      {/* The announcements of the whole job tell how far it is. */}
      <span aria-live="off" className="tabular-nums">
        {t("upload.uploading", { pending: uploads.pending })}
      </span>{" "}
      {t("upload.keepOpen")}
    </Notice>
  ) : (
    <Notice tone="warning" testId="upload-trouble">
      {t("upload.trouble", { reason: trouble })}
    </Notice>
  );
}

/** The message of an upload that waits to be repeated. */
function troubleOf({ byTask }: JobUploads, words: Words): string | null {
  for (const { state } of byTask.values()) {
    if (state.kind === "retrying")
      return state.failure.code === "unavailable" ? words.t("upload.noAnswer") : words.failure(state.failure);
  }
  return null;
}
