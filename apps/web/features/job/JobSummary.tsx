"use client";
import type { ReactNode } from "react";
import { ProgressBar } from "../../components/progressBar.tsx";
import { formatChange, wholePercent } from "../../lib/format.ts";
import { useNow } from "../../lib/useNow.ts";
import type { JobUploads } from "../upload/uploads.ts";
import { jobMessages as text } from "./messages.ts";
import { type Progress, progressOf } from "./progress.ts";
import type { LiveSnapshot } from "./types.ts";

interface JobSummaryProps {
  readonly snapshot: LiveSnapshot;
  readonly uploads: JobUploads;
  /** Files that were meant to come; 0 where that is not known. */
  readonly expected: number;
}

/** The job in numbers: what it saved first, then how it goes on. */
export function JobSummary({ snapshot, uploads, expected }: JobSummaryProps): ReactNode {
  const isOver = snapshot.job.finishedAt !== null;
  const progress = progressOf(snapshot, uploads, useNow(!isOver), expected);
  const { files, ended, missing, done, uploaded } = progress;
  const others = snapshot.activity?.otherTasksQueued ?? 0;
  return (
    <section
      aria-label={text.progressLabel}
      data-testid="summary"
      className="rounded-2xl border border-line bg-raised p-5 sm:p-6"
    >
      <div className="flex flex-wrap items-end justify-between gap-x-12 gap-y-5">
        <Saving progress={progress} />
        {/* Two columns on a phone while numbers change: no number moves to another line as it grows. */}
        <dl
          className={`flex flex-wrap gap-x-6 gap-y-3 sm:gap-x-10 ${isOver ? "" : "max-sm:grid max-sm:grid-cols-[minmax(6rem,auto)_1fr]"}`}
        >
          <Fact label={text.files} value={text.filesValue(ended, files)} testId="files-done" />
          <Fact label={text.speed} value={text.speedValue(progress.speed)} />
          <Fact label={text.elapsed} value={text.timeValue(progress.elapsedMs)} />
          {!isOver && <Fact label={text.left} value={progress.isWorking ? text.leftValue(progress.leftMs) : text.none} />}
        </dl>
      </div>
      <div className="mt-5 flex items-center gap-4">
        <div className="flex-1">
          <ProgressBar label={text.progressLabel} done={done} underway={uploaded} text={text.progressText(ended, files)} />
        </div>
        <span className="min-w-14 text-right font-semibold whitespace-nowrap tabular-nums">{wholePercent(ended, files)} %</span>
      </div>
      {missing > 0 && <p className="mt-3 text-sm text-muted">{text.onlyHere(files - missing)}</p>}
      {!isOver && others > 0 && <p className="mt-3 text-sm text-muted">{text.otherTasks(others)}</p>}
    </section>
  );
}

function Saving({ progress }: { readonly progress: Progress }): ReactNode {
  const { beforeBytes, afterBytes, outputs } = progress;
  const change = formatChange(beforeBytes, afterBytes);
  return (
    <div>
      <p className="text-sm text-muted">{savingLabel(progress)}</p>
      <p data-testid="saved" className="text-3xl leading-tight font-semibold tracking-tight text-accent tabular-nums">
        {change === null ? text.none : change.replace(/^[−+]/, "")}
      </p>
      <p data-testid="bytes" className="text-sm text-muted tabular-nums">
        {change === null && text.nothingYet}
        {change !== null &&
          (outputs === null ? text.bytes(beforeBytes, afterBytes) : text.bytesOfOutputs(beforeBytes, afterBytes, outputs))}
      </p>
    </div>
  );
}

function savingLabel({ beforeBytes, afterBytes, outputs }: Progress): string {
  const isLarger = afterBytes > beforeBytes;
  if (outputs === null) return isLarger ? text.larger : text.smaller;
  return isLarger ? text.togetherLarger : text.togetherSmaller;
}

function Fact({ label, value, testId }: { readonly label: string; readonly value: string; readonly testId?: string }): ReactNode {
  return (
    <div>
      <dt className="text-sm text-muted">{label}</dt>
      <dd data-testid={testId} className="text-lg font-medium tabular-nums">
        {value}
      </dd>
    </div>
  );
}
