"use client";
import type { ReactNode } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { Button } from "../../components/button.tsx";
import { RunningIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useThrottled } from "../../lib/useThrottled.ts";
import { useDraftJob } from "./context.tsx";
import { DraftRemarks } from "./DraftRemarks.tsx";
import type { DraftSummary } from "./draftSummary.ts";
import { FileButtons } from "./FileButtons.tsx";
import { Thumbnails } from "./Thumbnails.tsx";
import { UploadStatus } from "./UploadStatus.tsx";

/** Folders shown with their sums; the rest is counted. */
const shownFolders = 6;

interface DraftListProps {
  readonly summary: DraftSummary;
  /** What the settings would come to. */
  readonly estimate: ReactNode;
}

/** What was chosen: how much, a few pictures of it, its folders, how far it has come, and what is wrong with some of it. */
export function DraftList({ summary, estimate }: DraftListProps): ReactNode {
  const { t, formats } = useWords();
  const { draftJob, state, remarks } = useDraftJob();
  const { files, bytes, folders, pictures } = summary;
  return (
    <div className="flex flex-1 flex-col gap-5 p-5 sm:p-6">
      <div>
        <div className="flex items-start justify-between gap-x-2">
          <h1 data-testid="draft-summary" className="text-lg font-semibold text-balance tabular-nums sm:text-xl">
            {t("upload.chosen", { files, bytes: formats.bytes(bytes) })}
          </h1>
          <Button kind="quiet" className="-mt-1 -mr-3 shrink-0" onClick={draftJob.clear}>
            {t("upload.clear")}
          </Button>
        </div>
        <p className="text-muted">
          {folders.length > 1
            ? `${t("upload.inFolders", { folders: folders.length })} ${t("upload.dropMore")}`
            : t("upload.dropMore")}
        </p>
      </div>
      {estimate}
      {remarks.scanning !== null && <Scanning found={remarks.scanning} />}
      <Thumbnails jobId={state.jobId} pictures={pictures} files={files} />
      <ul className="divide-y divide-line text-sm">
        {folders.slice(0, shownFolders).map(({ name, files: count, bytes: sum }) => (
          <li key={name} className="flex items-baseline justify-between gap-4 py-2">
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <Breakable text={name} />
            </span>
            <span className="shrink-0 text-muted tabular-nums">
              {t("upload.folder", { files: count, bytes: formats.bytes(sum) })}
            </span>
          </li>
        ))}
        {folders.length > shownFolders && (
          <li className="py-2 text-muted">{t("upload.andMore", { count: folders.length - shownFolders })}</li>
        )}
      </ul>
      <Arrival summary={summary} />
      {state.jobId !== null && <UploadStatus jobId={state.jobId} />}
      <DraftRemarks remarks={remarks} summary={summary} jobId={state.jobId} />
      <div className="mt-auto flex justify-start pt-2">
        <FileButtons onFiles={(list) => void draftJob.picker.addInput(list)} />
      </div>
    </div>
  );
}

/** How many files were found so far: seen at once, heard now and then. */
function Scanning({ found }: { readonly found: number }): ReactNode {
  const { t } = useWords();
  const text = t("upload.scanning", { found });
  return (
    <div data-testid="scanning" className="flex items-center gap-2 text-sm tabular-nums">
      <RunningIcon className="size-4 animate-spin text-accent" />
      <span aria-hidden="true">{text}</span>
      <span role="status" className="sr-only">
        {useThrottled(text)}
      </span>
    </div>
  );
}

/** How many files the server has and has looked into. */
function Arrival({ summary: { files, checked } }: { readonly summary: DraftSummary }): ReactNode {
  const { t } = useWords();
  const text = checked === files ? t("upload.allChecked") : t("upload.checked", { checked, files });
  return (
    <div data-testid="arrival" data-checked={checked} className="text-sm text-muted tabular-nums">
      <span aria-hidden="true">{text}</span>
      <span role="status" className="sr-only">
        {useThrottled(text)}
      </span>
    </div>
  );
}
