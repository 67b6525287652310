"use client";
import { type Id, type OutputView, resultFacts, type TaskView } from "@pixelmill/core";
import { type ReactNode, useState } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { fileName } from "../../lib/fileName.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { DownloadLink } from "./DownloadLink.tsx";
import { MoreButton } from "./MoreButton.tsx";
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
export const OutputList = ({ id, jobId, task }: OutputListProps): ReactNode => {
  const { t } = useWords();
  return (
    <div id={id}>
      <ul aria-label={t("job.outputsOf", { path: task.path })} className="mt-1 space-y-1 @min-[40rem]:pb-1">
        {task.outputs.map((output, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an output is known by its place
          <OutputRow key={position} jobId={jobId} task={task} output={output} position={position} />
        ))}
      </ul>
      <div className="pr-2 pl-12 @min-[40rem]:pl-15">
        <PictureCode task={task} />
      </div>
    </div>
  );
};

interface OutputRowProps {
  readonly jobId: Id;
  readonly task: TaskView;
  readonly output: OutputView;
  /** Its place among the task's outputs, from 0. */
  readonly position: number;
}

function OutputRow({ jobId, task, output, position }: OutputRowProps): ReactNode {
  const words = useWords();
  const { t, formats } = words;
  const [isOpen, setIsOpen] = useState(false);
  const bytes = bytesOf(output.result);
  const name = output.path ?? String(position + 1);
  const factsId = `facts-${task.id}-${position}`;
  return (
    <li data-testid="output-row">
      <div className="file-row text-sm">
        <div className="min-w-0 [overflow-wrap:anywhere] [grid-area:file]">
          {output.path !== null && <Breakable text={fileName(output.path)} />}
        </div>
        <p className="flex min-w-0 items-start gap-1.5 text-muted [grid-area:note]">
          <PhaseIcon phase={output.result.status} />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {[t(`job.phases.${output.result.status}`), ...outputNotes(output, words)].join(" · ")}
          </span>
        </p>
        <div className="whitespace-nowrap text-muted tabular-nums [grid-area:size] @min-[40rem]:text-right">
          {bytes === null ? "" : formats.bytes(bytes)}
        </div>
        <div className="text-right font-medium whitespace-nowrap tabular-nums [grid-area:change] @max-[40rem]:pr-2.5">
          {bytes === null ? "" : formats.change(task.sourceBytes, bytes)}
        </div>
        <MoreButton
          label={isOpen ? t("job.hideFacts", { path: name }) : t("job.showFacts", { path: name })}
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
        <div id={factsId} className="pr-2 pl-12 @min-[40rem]:pl-15">
          <ResultDetails facts={resultFacts(task, output)} outputs={task.outputs.length} />
        </div>
      )}
    </li>
  );
}
