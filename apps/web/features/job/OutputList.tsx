"use client";
import type { Id, OutputView, TaskView } from "@pixelmill/core";
import type { ReactNode } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { formatBytes, formatChange } from "../../lib/format.ts";
import { DownloadLink } from "./DownloadLink.tsx";
import { jobMessages as text } from "./messages.ts";
import { PhaseIcon } from "./PhaseIcon.tsx";
import { bytesOf, outputNotes } from "./rowText.ts";

interface OutputListProps {
  readonly id: string;
  readonly jobId: Id;
  readonly task: TaskView;
}

/** The outputs of one file, a line each: its name, what became of it, and its download. */
export const OutputList = ({ id, jobId, task }: OutputListProps): ReactNode => (
  <ul id={id} aria-label={text.outputsOf(task.path)} className="mt-1 space-y-1 sm:pb-1">
    {task.outputs.map((output, position) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: an output is known by its place
      <OutputRow key={position} jobId={jobId} task={task} output={output} position={position} />
    ))}
  </ul>
);

interface OutputRowProps {
  readonly jobId: Id;
  readonly task: TaskView;
  readonly output: OutputView;
  /** Its place among the task's outputs, from 0. */
  readonly position: number;
}

function OutputRow({ jobId, task, output, position }: OutputRowProps): ReactNode {
  const bytes = bytesOf(output.result);
  return (
    <li data-testid="output-row" className="file-row text-sm">
      <p className="min-w-0 [overflow-wrap:anywhere] [grid-area:file]">
        {output.path !== null && <Breakable text={output.path.slice(output.path.lastIndexOf("/") + 1)} />}
        <span className="flex items-start gap-1.5 text-muted">
          <PhaseIcon phase={output.result.status} />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {[text.phases[output.result.status], ...outputNotes(output)].join(" · ")}
          </span>
        </span>
      </p>
      <div className="whitespace-nowrap text-muted tabular-nums [grid-area:size] sm:text-right">
        {bytes === null ? "" : formatBytes(bytes)}
      </div>
      <div className="text-right font-medium whitespace-nowrap tabular-nums [grid-area:change]">
        {bytes === null ? "" : formatChange(task.sourceBytes, bytes)}
      </div>
      <div className="justify-self-end [grid-area:get]">
        {output.path !== null && <DownloadLink jobId={jobId} taskId={task.id} position={position} path={output.path} />}
      </div>
    </li>
  );
}
