"use client";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { ProgressBar } from "../../components/progressBar.tsx";
import { wholePercent } from "../../lib/format.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Translate, Words } from "../../lib/i18n/words.ts";
import { useNow } from "../../lib/useNow.ts";
import type { JobUploads } from "../upload/uploads.ts";
import { type Progress, progressOf } from "./progress.ts";
import { timeLeftText } from "./timeLeftText.ts";
import type { LiveSnapshot } from "./types.ts";

/** Loaded while a job is at work: those that have ended don't show it. */
const WorkPanel = dynamic(() => import("../work/WorkPanel.tsx").then((loaded) => loaded.WorkPanel), { ssr: false });

interface JobSummaryProps {
  readonly snapshot: LiveSnapshot;
  readonly uploads: JobUploads;
  /** Files that were meant to come; 0 where that is not known. */
  readonly expected: number;
}

/** The job in numbers: what it saved first, then how it goes on. */
export function JobSummary({ snapshot, uploads, expected }: JobSummaryProps): ReactNode {
  const words = useWords();
  const { t, formats } = words;
  const isOver = snapshot.job.finishedAt !== null;
  const progress = progressOf(snapshot, uploads, useNow(!isOver), expected);
  const { files, ended, missing, done, uploaded } = progress;
  const others = snapshot.activity?.otherTasksQueued ?? 0;
  return (
    <section
      aria-label={t("job.progressLabel")}
      data-testid="summary"
      className="rounded-2xl border border-line bg-raised p-5 sm:p-6"
    >
      <div className="flex flex-wrap items-end justify-between gap-x-12 gap-y-5">
        <Saving progress={progress} />
        {/* Two columns on a phone while numbers change: no number moves to another line as it grows. */}
        <dl
          className={`flex flex-wrap gap-x-6 gap-y-3 sm:gap-x-10 ${isOver ? "" : "max-sm:grid max-sm:grid-cols-[minmax(6rem,auto)_1fr]"}`}
        >
          <Fact label={t("job.files")} value={t("job.filesValue", { ended, files })} testId="files-done" />
          <Fact label={t("job.speed")} value={speedText(progress.speed, words)} />
          <Fact label={t("job.elapsed")} value={formats.elapsed(progress.elapsedMs)} />
          {!isOver && <Fact label={t("job.left")} value={leftText(progress, words)} testId="time-left" />}
        </dl>
      </div>
      <div className="mt-5 flex items-center gap-4">
        <div className="flex-1">
          <ProgressBar
            label={t("job.progressLabel")}
            done={done}
            underway={uploaded}
            text={t("job.progressText", { ended, files })}
          />
        </div>
        <span className="min-w-14 text-right font-semibold whitespace-nowrap tabular-nums">
          {formats.percent(wholePercent(ended, files))}
        </span>
      </div>
      {!isOver && snapshot.activity !== null && <WorkPanel activity={snapshot.activity} tasks={snapshot.tasks} />}
      {missing > 0 && <p className="mt-3 text-sm text-muted">{t("job.onlyHere", { here: files - missing })}</p>}
      {!isOver && others > 0 && <p className="mt-3 text-sm text-muted">{t("job.otherTasks", { count: others })}</p>}
    </section>
  );
}

function Saving({ progress }: { readonly progress: Progress }): ReactNode {
  const { t, formats } = useWords();
  const { beforeBytes, afterBytes, outputs } = progress;
  const change = formats.change(beforeBytes, afterBytes);
  const bytes = { before: formats.bytes(beforeBytes), after: formats.bytes(afterBytes) };
  return (
    <div>
      <p className="text-sm text-muted">{savingLabel(progress, t)}</p>
      <p data-testid="saved" className="text-3xl leading-tight font-semibold tracking-tight text-accent tabular-nums">
        {change === null ? t("job.none") : change.replace(/^[−+]/, "")}
      </p>
      <p data-testid="bytes" className="text-sm text-muted tabular-nums">
        {change === null && t("job.nothingYet")}
        {change !== null && (outputs === null ? t("job.bytes", bytes) : t("job.bytesOfOutputs", { ...bytes, outputs }))}
      </p>
    </div>
  );
}

const speedText = (bytesPerSecond: number | null, { t, formats }: Words): string =>
  bytesPerSecond === null ? t("job.none") : t("job.speedValue", { bytes: formats.bytes(bytesPerSecond) });

const leftText = ({ left, isWorking }: Progress, { t }: Words): string => {
  if (!isWorking) return t("job.none");
  return left === null ? t("job.estimating") : timeLeftText(left, t);
};

function savingLabel({ beforeBytes, afterBytes, outputs }: Progress, t: Translate): string {
  const isLarger = afterBytes > beforeBytes;
  if (outputs === null) return isLarger ? t("job.larger") : t("job.smaller");
  return isLarger ? t("job.togetherLarger") : t("job.togetherSmaller");
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
