import { type Id, isDelivered, type OutputView, resultFacts, type TaskView } from "@pixelmill/core";
import type { ReactNode } from "react";
import { ButtonLink } from "../../components/button.tsx";
import { DownloadIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Words } from "../../lib/i18n/words.ts";
import { resultUrl } from "../job/links.ts";
import { PhaseIcon } from "../job/PhaseIcon.tsx";
import { ResultDetails } from "../job/ResultDetails.tsx";
import { bytesOf, outputNotes, pictureText } from "../job/rowText.ts";

interface ResultLineProps {
  readonly task: TaskView;
  readonly position: number;
  readonly onPosition: (position: number) => void;
}

/** What became of the file: bytes before and after, state and score; of several results the choice. */
export function ResultLine({ task, position, onPosition }: ResultLineProps): ReactNode {
  const words = useWords();
  const { t, formats } = words;
  const output = task.outputs[position];
  const after = output === undefined ? null : bytesOf(output.result);
  const state = output?.result.status ?? task.state;
  return (
    <div className="space-y-1.5">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1.5">
        <p data-testid="compared-bytes" className="text-lg whitespace-nowrap tabular-nums">
          <span className={after === null ? "" : "text-muted"}>{formats.bytes(task.sourceBytes)}</span>
          {after !== null && (
            <>
              <span className="text-muted"> → </span>
              <span className="font-semibold">{formats.bytes(after)}</span>
              <span className="ml-3 font-semibold text-accent">{formats.change(task.sourceBytes, after)}</span>
            </>
          )}
        </p>
        {task.outputs.length > 1 && (
          <label className="ml-auto flex min-w-0 items-center gap-1.5 text-sm text-muted">
            {t("compare.outputLabel")}
            <select
              value={position}
              onChange={({ target }) => onPosition(target.selectedIndex)}
              data-testid="compared-output"
              className="min-h-9 min-w-0 rounded-lg border border-edge bg-raised px-2 text-ink"
            >
              {task.outputs.map((each, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an output is known by its place
                <option key={at} value={at}>
                  {optionText(each, at, words)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p className="flex items-start gap-1.5 text-sm text-muted" data-testid="compared-notes">
        <PhaseIcon phase={state} />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          {[t(`job.phases.${state}`), ...(output === undefined ? [] : outputNotes(output, words))].join(" · ")}
        </span>
      </p>
    </div>
  );
}

const optionText = ({ result }: OutputView, at: number, { t, formats }: Words): string => {
  if (!isDelivered(result)) return `${at + 1}: ${t(`job.phases.${result.status}`)}`;
  return `${pictureText(result.output)} – ${formats.bytes(result.output.bytes)}`;
};

interface ResultFootProps {
  readonly jobId: Id;
  readonly task: TaskView;
  readonly position: number;
}

/** All that is known of the result, folded up, and its download. */
export function ResultFoot({ jobId, task, position }: ResultFootProps): ReactNode {
  const { t } = useWords();
  const output = task.outputs[position];
  if (output === undefined) return null;
  return (
    <div className="flex items-start gap-3">
      <details className="min-w-0 flex-1 text-sm">
        <summary className="inline-flex min-h-9 cursor-pointer items-center text-accent underline underline-offset-2">
          {t("compare.facts")}
        </summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keys too */}
        <div tabIndex={0} className="max-h-48 overflow-y-auto">
          <ResultDetails facts={resultFacts(task, output)} outputs={task.outputs.length} />
        </div>
      </details>
      {output.path !== null && (
        <ButtonLink href={resultUrl(jobId, task.id, position)} download data-testid="compared-download">
          <DownloadIcon />
          {t("compare.download")}
        </ButtonLink>
      )}
    </div>
  );
}
