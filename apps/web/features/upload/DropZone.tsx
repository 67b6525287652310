"use client";
import { formats as imageFormats } from "@pixelmill/core";
import type { ReactNode } from "react";
import { UploadIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useDraftJob } from "./context.tsx";
import { DraftList } from "./DraftList.tsx";
import { DropVeil } from "./DropVeil.tsx";
import type { DraftSummary } from "./draftSummary.ts";
import { FileButtons } from "./FileButtons.tsx";
import { SampleButton } from "./SampleButton.tsx";
import { usePageDrop } from "./usePageDrop.ts";

const labels = Object.values(imageFormats).map(({ label }) => label);

interface DropZoneProps {
  readonly summary: DraftSummary;
  /** What the settings would come to. */
  readonly estimate: ReactNode;
}

/** Where files come in: dropped or pasted anywhere on the page, or chosen. Shows what was chosen so far. */
export function DropZone({ summary, estimate }: DropZoneProps): ReactNode {
  const { t, formats } = useWords();
  const { draftJob, remarks } = useDraftJob();
  const { picker } = draftJob;
  const dragging = usePageDrop((data) => void picker.addTransfer(data));
  const isEmpty = summary.files === 0 && remarks.scanning === null;

  return (
    <section
      aria-label={t("upload.region")}
      data-testid="drop-zone"
      className="relative flex min-h-72 flex-col rounded-2xl border-2 border-dashed border-edge bg-raised lg:min-h-[30rem]"
    >
      {isEmpty ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-4 px-4 py-10 text-center">
          <span className="grid size-14 place-items-center rounded-2xl bg-accent-soft text-accent">
            <UploadIcon className="size-7" />
          </span>
          <div>
            <h1 className="text-xl font-semibold text-balance">{t("upload.dropTitle")}</h1>
            <p className="mt-1 text-muted">{t("upload.dropHint")}</p>
          </div>
          <FileButtons lead onFiles={(files) => void picker.addInput(files)} />
          <SampleButton onFiles={(files) => void picker.addInput(files)} />
          <p className="max-w-md text-sm text-muted text-balance">{t("upload.formats", { formats: formats.listed(labels) })}</p>
          {(remarks.leftOut > 0 || remarks.unreadable.length > 0) && <p role="status">{t("upload.nothingFound")}</p>}
        </div>
      ) : (
        <DraftList summary={summary} estimate={estimate} />
      )}
      <DropVeil shown={dragging} />
    </section>
  );
}
