"use client";
import { type Id, resultFacts, type TaskView } from "@pixelmill/core";
import { type ChangeEvent, memo, type ReactNode } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { formatChange, formatDuration } from "../../lib/format.ts";
import type { Upload } from "../upload/uploadState.ts";
import { DownloadLink } from "./DownloadLink.tsx";
import { MoreButton } from "./MoreButton.tsx";
import { jobMessages as text } from "./messages.ts";
import { OutputList } from "./OutputList.tsx";
import { PhaseIcon } from "./PhaseIcon.tsx";
import { ResultDetails } from "./ResultDetails.tsx";
import { phaseOf } from "./rows.ts";
import { notesOf, outputBytesOf, phaseText } from "./rowText.ts";

interface FileRowProps {
  readonly jobId: Id;
  readonly id: Id;
  readonly task: TaskView | undefined;
  readonly upload: Upload | undefined;
  readonly isSelected: boolean;
  readonly onSelect: (id: Id, selected: boolean, range: boolean) => void;
  /** Whether all that is known of it is shown: its outputs, where it has several. */
  readonly isExpanded: boolean;
  readonly onExpand: (id: Id) => void;
}

/** One file: what it is, where it stands, what became of it. */
export const FileRow = memo(function FileRow(props: FileRowProps): ReactNode {
  const { jobId, id, task, upload, isSelected, onSelect, isExpanded, onExpand } = props;
  const phase = phaseOf({ task, upload });
  const path = task?.path ?? upload?.path ?? "";
  const nameStart = path.lastIndexOf("/") + 1;
  const before = task?.sourceBytes ?? upload?.file.size ?? 0;
  const after = outputBytesOf(task);
  const notes = notesOf(task, upload);
  const [only, ...others] = task?.outputs ?? [];
  const several = others.length > 0 && task !== undefined;
  const outputsId = `outputs-${id}`;
  const select = ({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) =>
    onSelect(id, target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);

  return (
    <div
      data-testid="file-row"
      data-phase={phase}
      data-path={path}
      className={`border-b border-line py-2 ${isSelected ? "bg-accent-soft" : "hover:bg-hover"}`}
    >
      <div className="file-row">
        <label className="grid size-9 cursor-pointer place-items-center self-start sm:self-center [grid-area:select]">
          <span className="sr-only">{text.selectFile(path)}</span>
          <input type="checkbox" className="checkbox" checked={isSelected} onChange={select} />
        </label>
        <p className="min-w-0 [overflow-wrap:anywhere] [grid-area:file]">
          <span className="text-muted">
            <Breakable text={path.slice(0, nameStart)} />
          </span>
          {/* A name that does not fit behind its folder begins a line of its own. */}
          <span className="inline-block max-w-full font-medium">
            <Breakable text={path.slice(nameStart)} />
          </span>
        </p>
        <p className="mt-0.5 flex items-start gap-1.5 text-sm text-muted [grid-area:note]">
          <PhaseIcon phase={phase} />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span data-testid="file-state">{phaseText(task, upload)}</span>
            {notes.map((note) => (
              <span key={note}> · {note}</span>
            ))}
          </span>
        </p>
        <div className="text-sm whitespace-nowrap text-muted tabular-nums [grid-area:size] sm:text-right">
          {text.bytes(before, after)}
        </div>
        <div className="text-right font-semibold whitespace-nowrap tabular-nums [grid-area:change] max-sm:pr-2.5">
          {after === null ? "" : formatChange(before, after)}
        </div>
        <div className="hidden text-right text-sm whitespace-nowrap text-muted tabular-nums [grid-area:time] sm:block">
          {after === null || task?.encodeMs == null ? "" : formatDuration(task.encodeMs)}
        </div>
        {only !== undefined && only.result.status !== "cancelled" && (
          <MoreButton
            label={isExpanded ? text.hideOutputs(path) : text.showOutputs(path)}
            isOpen={isExpanded}
            controls={outputsId}
            onClick={() => onExpand(id)}
            testId="show-outputs"
          />
        )}
        <div className="justify-self-end [grid-area:get]">
          {!several && only?.path != null && <DownloadLink jobId={jobId} taskId={id} position={0} path={only.path} />}
        </div>
      </div>
      {several && isExpanded && <OutputList id={outputsId} jobId={jobId} task={task} />}
      {task && only && !several && isExpanded && (
        <div id={outputsId} className="pr-2 pl-12 sm:pl-15">
          <ResultDetails facts={resultFacts(task, only)} outputs={1} />
        </div>
      )}
    </div>
  );
});
