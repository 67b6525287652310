"use client";
import type { Id } from "@pixelmill/core";
import { type ReactNode, useEffect, useState } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { viewUrl } from "../job/links.ts";
import type { DraftPicture } from "./draftSummary.ts";

interface ThumbnailsProps {
  readonly jobId: Id | null;
  readonly pictures: readonly DraftPicture[];
  /** All files that were chosen. */
  readonly files: number;
}

/** A few of the chosen pictures, so that one sees at once that it is the right folder. */
export function Thumbnails({ jobId, pictures, files }: ThumbnailsProps): ReactNode {
  const { t } = useWords();
  if (pictures.length === 0) return null;
  return (
    <div aria-hidden="true" className="grid grid-cols-[repeat(auto-fill,minmax(4.5rem,1fr))] items-center gap-2">
      {pictures.map(({ id, file }) =>
        file === null ? (
          <Picture key={id} url={jobId === null ? null : viewUrl(jobId, id, "source")} />
        ) : (
          <LocalPicture key={id} file={file} />
        ),
      )}
      {files > pictures.length && (
        <span className="px-1 text-sm text-muted tabular-nums">{t("upload.andMore", { count: files - pictures.length })}</span>
      )}
    </div>
  );
}

function LocalPicture({ file }: { readonly file: File }): ReactNode {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <Picture url={url} />;
}

function Picture({ url }: { readonly url: string | null }): ReactNode {
  const [failed, setFailed] = useState<string | null>(null);
  const box = "aspect-square w-full rounded-lg bg-track object-cover";
  return url === null || url === failed ? (
    <span className={box} />
  ) : (
    // biome-ignore lint/performance/noImgElement: it is shown as it is, and next/image has nothing to do
    <img src={url} alt="" decoding="async" className={box} onError={() => setFailed(url)} />
  );
}
