"use client";
import { type Id, resultFacts, type TaskView } from "@pixelmill/core";
import { type ChangeEvent, memo, type ReactNode } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { fileSize } from "../../lib/fileSize.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { isComparable } from "../compare/pairing.ts";
import type { Upload } from "../upload/uploadState.ts";
import { DownloadLink } from "./DownloadLink.tsx";
import { MoreButton } from "./MoreButton.tsx";
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
  /** Whether other settings are being chosen than it was made under. */
  readonly isOutdated: boolean;
  /** Settings of its own, in words; null where it has its job's. */
  readonly ownSettings: string | null;
  readonly isSelected: boolean;
  readonly onSelect: (id: Id, selected: boolean, range: boolean) => void;
  /** Whether all that is known of it is shown: its outputs, where it has several. */
  readonly isExpanded: boolean;
  readonly onExpand: (id: Id) => void;
  /** Whether it is the one that is compared with its original. */
  readonly isCompared: boolean;
  readonly onCompare: (id: Id) => void;
}

/** One file: what it is, where it stands, what became of it. */
export const FileRow = memo(function FileRow(props: FileRowProps): ReactNode {
  const words = useWords();
  const { t, formats } = words;
  const { jobId, id, task, upload, isOutdated, ownSettings, isSelected, onSelect, isExpanded, onExpand, isCompared, onCompare } =
    props;
  const phase = phaseOf({ task, upload });
  const path = task?.path ?? upload?.path ?? "";
  const nameStart = path.lastIndexOf("/") + 1;
  const before = task?.sourceBytes ?? (upload === undefined ? 0 : fileSize(upload.file));
  const after = outputBytesOf(task);
  const notes = [...notesOf(task, upload, words), ...(ownSettings === null ? [] : [ownSettings])];
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
      className={`border-b border-line py-2 ${isSelected ? "bg-accent-soft" : isCompared ? "bg-track" : "hover:bg-hover"}`}
    >
      <div className="file-row">
        <label className="grid size-9 cursor-pointer place-items-center self-start @min-[40rem]:self-center [grid-area:select]">
          <span className="sr-only">{t("job.selectFile", { path })}</span>
          <input type="checkbox" className="checkbox" checked={isSelected} onChange={select} />
        </label>
        <p className="min-w-0 [overflow-wrap:anywhere] [grid-area:file]">
          <span className="text-muted">
            <Breakable text={path.slice(0, nameStart)} />
          </span>
          {/* A name that does not fit behind its folder begins a line of its own. */}
          {isComparable(task) ? (
            <button
              type="button"
              aria-label={t("compare.open", { path })}
              aria-expanded={isCompared}
              data-testid="compare-file"
              data-compare={id}
              onClick={() => onCompare(id)}
              className="inline-block min-h-6 max-w-full cursor-pointer text-left font-medium [overflow-wrap:anywhere] underline decoration-edge decoration-1 underline-offset-4 hover:decoration-accent hover:decoration-2"
            >
              <Breakable text={path.slice(nameStart)} />
            </button>
          ) : (
            <span className="inline-block max-w-full font-medium">
              <Breakable text={path.slice(nameStart)} />
            </span>
          )}
        </p>
        <p className="mt-0.5 flex items-start gap-1.5 text-sm text-muted [grid-area:note]">
          <PhaseIcon phase={phase} />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {isOutdated && (
              <span data-testid="outdated-row" className="mr-1.5 rounded bg-warning-soft px-1.5 font-medium text-warning">
                {t("revise.tag")}
              </span>
            )}
            <span data-testid="file-state">{phaseText(task, upload, words)}</span>
            {notes.map((note) => (
              <span key={note}> · {note}</span>
            ))}
          </span>
        </p>
        <div className="text-sm whitespace-nowrap text-muted tabular-nums [grid-area:size] @min-[40rem]:text-right">
          {after === null
            ? formats.bytes(before)
            : t("job.bytes", { before: formats.bytes(before), after: formats.bytes(after) })}
        </div>
        <div className="text-right font-semibold whitespace-nowrap tabular-nums [grid-area:change] @max-[40rem]:pr-2.5">
          {after === null ? "" : formats.change(before, after)}
        </div>
        <div className="hidden text-right text-sm whitespace-nowrap text-muted tabular-nums [grid-area:time] @min-[40rem]:block">
          {after === null || task?.encodeMs == null ? "" : formats.duration(task.encodeMs)}
        </div>
        {only !== undefined && only.result.status !== "cancelled" && (
          <MoreButton
            label={isExpanded ? t("job.hideOutputs", { path }) : t("job.showOutputs", { path })}
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
        <div id={outputsId} className="pr-2 pl-12 @min-[40rem]:pl-15">
          <ResultDetails facts={resultFacts(task, only)} outputs={1} />
        </div>
      )}
    </div>
  );
});
