"use client";
import { type Id, type OutputView, resultFacts, type TaskView } from "@pixelmill/core";
import { type ReactNode, useState } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { formatBytes, formatChange } from "../../lib/format.ts";
import { DownloadLink } from "./DownloadLink.tsx";
import { MoreButton } from "./MoreButton.tsx";
import { jobMessages as text } from "./messages.ts";
import { PhaseIcon } from "./PhaseIcon.tsx";
import { PictureCode } from "./PictureCode.tsx";
import { ResultDetails } from "./ResultDetails.tsx";
import { bytesOf, outputNotes } from "./rowText.ts";

interface OutputListProps {
  readonly id: string;
  readonly jobId: Id;
  readonly task: TaskView;
}

/** The outputs of one file, a line each: its name, what became of it, and its download; then the HTML that shows them. */
export const OutputList = ({ id, jobId, task }: OutputListProps): ReactNode => (
  <div id={id}>
    <ul aria-label={text.outputsOf(task.path)} className="mt-1 space-y-1 sm:pb-1">
      {task.outputs.map((output, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an output is known by its place
        <OutputRow key={position} jobId={jobId} task={task} output={output} position={position} />
      ))}
    </ul>
    <div className="pr-2 pl-12 sm:pl-15">
      <PictureCode task={task} />
    </div>
  </div>
);

interface OutputRowProps {
  readonly jobId: Id;
  readonly task: TaskView;
  readonly output: OutputView;
  /** Its place among the task's outputs, from 0. */
  readonly position: number;
}

function OutputRow({ jobId, task, output, position }: OutputRowProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const bytes = bytesOf(output.result);
  const name = output.path ?? String(position + 1);
  const factsId = `facts-${task.id}-${position}`;
  return (
    <li data-testid="output-row">
      <div className="file-row text-sm">
        <div className="min-w-0 [overflow-wrap:anywhere] [grid-area:file]">
          {output.path !== null && <Breakable text={output.path.slice(output.path.lastIndexOf("/") + 1)} />}
        </div>
        <p className="flex min-w-0 items-start gap-1.5 text-muted [grid-area:note]">
          <PhaseIcon phase={output.result.status} />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {[text.phases[output.result.status], ...outputNotes(output)].join(" · ")}
          </span>
        </p>
        <div className="whitespace-nowrap text-muted tabular-nums [grid-area:size] sm:text-right">
          {bytes === null ? "" : formatBytes(bytes)}
        </div>
        <div className="text-right font-medium whitespace-nowrap tabular-nums [grid-area:change] max-sm:pr-2.5">
          {bytes === null ? "" : formatChange(task.sourceBytes, bytes)}
        </div>
        <MoreButton
          label={isOpen ? text.hideFacts(name) : text.showFacts(name)}
          isOpen={isOpen}
          controls={factsId}
          onClick={() => setIsOpen(!isOpen)}
          testId="show-facts"
        />
        <div className="justify-self-end [grid-area:get]">
          {output.path !== null && <DownloadLink jobId={jobId} taskId={task.id} position={position} path={output.path} />}
        </div>
      </div>
      {isOpen && (
        <div id={factsId} className="pr-2 pl-12 sm:pl-15">
          <ResultDetails facts={resultFacts(task, output)} outputs={task.outputs.length} />
        </div>
      )}
    </li>
  );
}
