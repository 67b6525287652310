"use client";
import { formats } from "@pixelmill/core";
import type { ReactNode } from "react";
import { UploadIcon } from "../../components/icons.tsx";
import { useDraft } from "./context.tsx";
import { DraftList } from "./DraftList.tsx";
import { DropVeil } from "./DropVeil.tsx";
import { FileButtons } from "./FileButtons.tsx";
import { uploadMessages as text } from "./messages.ts";
import { usePageDrop } from "./usePageDrop.ts";

const labels = Object.values(formats).map(({ label }) => label);
const formatList = `${labels.slice(0, -1).join(", ")} and ${labels.at(-1)}`;

/** Where files come in: dropped or pasted anywhere on the page, or chosen. Shows what was chosen so far. */
export function DropZone(): ReactNode {
  const { draft, state } = useDraft();
  const dragging = usePageDrop((data) => void draft.addTransfer(data));
  const isEmpty = state.files.length === 0 && state.scanning === null;

  return (
    <section
      aria-label={text.region}
      data-testid="drop-zone"
      className="relative flex min-h-72 flex-col rounded-2xl border-2 border-dashed border-edge bg-raised lg:min-h-[30rem]"
    >
      {isEmpty ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-4 px-4 py-10 text-center">
          <span className="grid size-14 place-items-center rounded-2xl bg-accent-soft text-accent">
            <UploadIcon className="size-7" />
          </span>
          <div>
            <h1 className="text-xl font-semibold text-balance">{text.dropTitle}</h1>
            <p className="mt-1 text-muted">{text.dropHint}</p>
          </div>
          <FileButtons lead onFiles={(files) => draft.addInput(files)} />
          <p className="max-w-md text-sm text-muted text-balance">{text.formats(formatList)}</p>
          {(state.leftOut > 0 || state.unreadable.length > 0) && <p role="status">{text.nothingFound}</p>}
        </div>
      ) : (
        <DraftList draft={draft} state={state} />
      )}
      <DropVeil shown={dragging} />
    </section>
  );
}
