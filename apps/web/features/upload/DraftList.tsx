"use client";
import { type ReactNode, useMemo } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { Button } from "../../components/button.tsx";
import { RunningIcon } from "../../components/icons.tsx";
import type { Draft, DraftState } from "./draft.ts";
import { FileButtons } from "./FileButtons.tsx";
import { uploadMessages as text } from "./messages.ts";
import type { PickedFile } from "./pickedFile.ts";
import { Thumbnails } from "./Thumbnails.tsx";

/** Folders shown with their sums; the rest is counted. */
const shownFolders = 6;

interface DraftListProps {
  readonly draft: Draft;
  readonly state: DraftState;
}

/** What was chosen: how much, a few pictures of it, and its folders. */
export function DraftList({ draft, state }: DraftListProps): ReactNode {
  const folders = useMemo(() => foldersOf(state.files), [state.files]);
  const { files, scanning } = state;
  return (
    <div className="flex flex-1 flex-col gap-5 p-5 sm:p-6">
      <div>
        <div className="flex items-start justify-between gap-x-2">
          <h1 data-testid="draft-summary" className="text-lg font-semibold text-balance tabular-nums sm:text-xl">
            {text.chosen(files.length, state.totalBytes)}
          </h1>
          <Button kind="quiet" className="-mt-1 -mr-3 shrink-0" onClick={draft.clear}>
            {text.clear}
          </Button>
        </div>
        <p className="text-muted">{folders.length > 1 ? `${text.inFolders(folders.length)}. ${text.dropMore}` : text.dropMore}</p>
      </div>
      {scanning !== null && (
        <p role="status" data-testid="scanning" className="flex items-center gap-2 text-sm tabular-nums">
          <RunningIcon className="size-4 animate-spin text-accent" />
          {text.scanning(scanning)}
        </p>
      )}
      <Thumbnails files={files} />
      <ul className="divide-y divide-line text-sm">
        {folders.slice(0, shownFolders).map(({ name, files: count, bytes }) => (
          <li key={name} className="flex items-baseline justify-between gap-4 py-2">
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <Breakable text={name} />
            </span>
            <span className="shrink-0 text-muted tabular-nums">{text.folder(count, bytes)}</span>
          </li>
        ))}
        {folders.length > shownFolders && <li className="py-2 text-muted">{text.andMore(folders.length - shownFolders)}</li>}
      </ul>
      <Remarks state={state} />
      <div className="mt-auto flex justify-start pt-2">
        <FileButtons onFiles={(list) => draft.addInput(list)} />
      </div>
    </div>
  );
}

function Remarks({ state }: { readonly state: DraftState }): ReactNode {
  const { leftOut, duplicates, unreadable } = state;
  return (
    <div role="status" className="space-y-1 text-sm text-muted">
      {leftOut > 0 && <p>{text.leftOut(leftOut)}</p>}
      {duplicates > 0 && <p>{text.duplicates(duplicates)}</p>}
      {unreadable.length > 0 && (
        <p className="text-warning">
          {text.unreadable(unreadable.length)} {unreadable.slice(0, 5).join(", ")}
          {unreadable.length > 5 && " …"}
        </p>
      )}
    </div>
  );
}

/** Files and bytes by folder; loose files stand for themselves under "./". */
function foldersOf(files: readonly PickedFile[]): { name: string; files: number; bytes: number }[] {
  const folders = new Map<string, { name: string; files: number; bytes: number }>();
  for (const { path, file } of files) {
    const name = path.includes("/") ? `${path.slice(0, path.lastIndexOf("/"))}/` : "./";
    const folder = folders.get(name) ?? { name, files: 0, bytes: 0 };
    folder.files += 1;
    folder.bytes += file.size;
    folders.set(name, folder);
  }
  return [...folders.values()];
}
