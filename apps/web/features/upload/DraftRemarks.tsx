"use client";
import type { Id } from "@pixelmill/core";
import type { ReactNode } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useJobUploads } from "./context.tsx";
import type { DraftState } from "./draft.ts";
import type { DraftSummary } from "./draftSummary.ts";
import { expectedFiles } from "./expectedFiles.ts";

/** Names shown of files about which something is to be said; the rest is shown on request. */
const shownNames = 5;

interface DraftRemarksProps {
  readonly remarks: DraftState;
  readonly summary: DraftSummary;
  readonly jobId: Id | null;
}

/** What is to be said of some of the files, by name and reason: what can't be optimized, came twice, or did not come at all. */
export function DraftRemarks({ remarks, summary, jobId }: DraftRemarksProps): ReactNode {
  const { t, failure } = useWords();
  const { leftOut, duplicates, unreadable, scanning } = remarks;
  const { pending } = useJobUploads(jobId);
  const expected = jobId === null ? null : expectedFiles.read(jobId);
  const missing = expected === null || pending > 0 ? 0 : expected - summary.files;
  return (
    // Counted on while folders are read: screen readers wait for the end of it.
    <div role="status" aria-busy={scanning !== null} className="space-y-3 text-sm text-muted empty:hidden">
      {missing > 0 && (
        <p data-testid="draft-missing" className="text-warning">
          {t("upload.missing", { count: missing })}
        </p>
      )}
      {summary.unusable.length > 0 && (
        <Named
          testId="unusable"
          text={t("upload.unusable", { count: summary.unusable.length })}
          names={summary.unusable.map(({ path, failure: reason }) => ({ path, reason: failure(reason) }))}
          isWarning
        />
      )}
      {duplicates.length > 0 && (
        <Named
          testId="duplicates"
          text={t("upload.duplicates", { count: duplicates.length })}
          names={duplicates.map((path) => ({ path, reason: null }))}
        />
      )}
      {unreadable.length > 0 && (
        <Named
          testId="unreadable"
          text={t("upload.unreadable", { count: unreadable.length })}
          names={unreadable.map((path) => ({ path, reason: null }))}
          isWarning
        />
      )}
      {leftOut > 0 && <p>{t("upload.leftOut", { count: leftOut })}</p>}
    </div>
  );
}

interface Name {
  readonly path: string;
  readonly reason: string | null;
}

interface NamedProps {
  readonly text: string;
  readonly names: readonly Name[];
  readonly testId: string;
  readonly isWarning?: boolean;
}

function Named({ text, names, testId, isWarning = false }: NamedProps): ReactNode {
  const { t } = useWords();
  const rest = names.slice(shownNames);
  return (
    <div data-testid={testId}>
      <p className={isWarning ? "text-warning" : undefined}>{text}</p>
      <NameList names={names.slice(0, shownNames)} />
      {rest.length > 0 && (
        <details>
          <summary className="min-h-6 cursor-pointer">{t("upload.andMore", { count: rest.length })}</summary>
          <div className="max-h-48 overflow-y-auto">
            <NameList names={rest} />
          </div>
        </details>
      )}
    </div>
  );
}

const NameList = ({ names }: { readonly names: readonly Name[] }): ReactNode => (
  <ul className="mt-1 space-y-1">
    {names.map(({ path, reason }, at) => (
      // The same path may come several times.
      // biome-ignore lint/suspicious/noArrayIndexKey: as said, and the list only grows
      <li key={at} className="[overflow-wrap:anywhere]">
        <span className="font-medium text-ink">
          <Breakable text={path} />
        </span>
        {reason !== null && ` – ${reason}`}
      </li>
    ))}
  </ul>
);
