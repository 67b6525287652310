import { type BenchBudgets, type BudgetRun, caseName, isRefusal, refusedButFits } from "@pixelmill/core";
import { bytes, duration } from "../../report/numbers.ts";
import type { Table } from "../../report/table.ts";
import { variantLabel } from "./tables.ts";

/** Memory under each limit, and what was refused for it. */
export const budgetTables = (budgets: BenchBudgets): Table[] =>
  [peakTable(budgets), refusalTable(budgets)].filter(({ rows }) => rows.length > 0);

function peakTable({ set, settings, raw, runs }: BenchBudgets): Table {
  const others = runs.map(({ limitBytes, run }) => [
    variantLabel(run.variant),
    bytes(limitBytes),
    bytes(run.budgetBytes),
    bytes(run.baseBytes),
    bytes(run.peakBytes),
    String(run.samples),
    String(run.aboveBudget),
    duration(run.intervalMs),
    duration(run.wallMs),
    String(run.failures.filter(({ code }) => isRefusal(code)).length),
    String(refusedThoughFitting(run).length),
  ]);
  const none = ["–", "–", "–"];
  return {
    title: `Budgets: ${caseName({ set, settings })}: ${set.files} files`,
    head: ["", "limit", "budget", "base", "peak", "samples", "above", "every", "wall", "refused", "would fit"],
    rows: [["raw sharp", ...none, bytes(raw.peakBytes), String(raw.samples), "–", duration(raw.intervalMs), ...none], ...others],
    note:
      "Base: the processes right after their start, idle. Would fit: refused for its memory, though raw sharp's peak for it alone is " +
      "within the budget less the base.",
  };
}

const refusedThoughFitting = (run: BudgetRun) => run.failures.filter((failure) => refusedButFits(run, failure) === true);

function refusalTable({ set, settings, runs }: BenchBudgets): Table {
  return {
    title: `Failed under a budget: ${caseName({ set, settings })}`,
    head: ["file", "variant", "limit", "code", "peak in raw sharp", "budget less base", "would fit"],
    rows: runs.flatMap(({ limitBytes, run }) =>
      run.failures.map((failure) => [
        failure.name,
        variantLabel(failure.variant),
        bytes(limitBytes),
        failure.code ?? "–",
        bytes(failure.rawPeakBytes),
        bytes(run.budgetBytes === null ? null : Math.max(0, run.budgetBytes - run.baseBytes)),
        { true: "yes", false: "no", null: "–" }[`${refusedButFits(run, failure)}`],
      ]),
    ),
  };
}
