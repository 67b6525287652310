import { type BenchChange, type BenchComparison, benchQuantities } from "@pixelmill/core";
import type { Table } from "../../report/table.ts";
import { intervalText, valueText } from "./numbers.ts";
import { variantLabel } from "./tables.ts";

/** The reports that are compared, as they were named. */
export interface ComparedFiles {
  readonly before: string;
  readonly after: string;
}

/** One table a case. */
export const comparisonTables = ({ cases }: BenchComparison): Table[] =>
  cases.map(({ name, changes }) => ({
    title: name,
    head: ["", "variant", "before", "after", "change", "verdict", "interval before", "interval after"],
    rows: changes.map(row),
  }));

function row({ variant, quantity, before, after, factor, verdict }: BenchChange): string[] {
  return [
    benchQuantities[quantity].label,
    variantLabel(variant),
    valueText(quantity, before.median),
    valueText(quantity, after.median),
    factor === null ? "–" : changeText(factor),
    verdict,
    intervalText(quantity, before),
    intervalText(quantity, after),
  ];
}

const changeText = (factor: number): string => `${factor >= 1 ? "+" : "−"}${Math.abs((factor - 1) * 100).toFixed(1)} %`;

/** What keeps the two from being compared one to one, in sentences. */
export function comparisonNotes({ onlyBefore, onlyAfter, differences }: BenchComparison): string[] {
  return [
    ...onlyBefore.map((name) => `Only before: ${name}.`),
    ...onlyAfter.map((name) => `Only after: ${name}.`),
    ...differences.map((text) => `Differs: ${text}.`),
    "Unclear: the confidence intervals overlap, or there were fewer than 5 runs.",
  ];
}
