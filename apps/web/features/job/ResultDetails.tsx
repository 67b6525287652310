import type { ResultFacts } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { factRows } from "./factRows.ts";

interface ResultDetailsProps {
  readonly facts: ResultFacts;
  /** How many results its task has. */
  readonly outputs: number;
}

/** All facts of one result. */
export const ResultDetails = ({ facts, outputs }: ResultDetailsProps): ReactNode => {
  const words = useWords();
  return (
    <dl
      data-testid="result-facts"
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 py-1 text-sm [overflow-wrap:anywhere]"
    >
      {factRows(facts, words, outputs).map(([label, value]) => (
        // Warnings share their label.
        <div key={label + value} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
};
