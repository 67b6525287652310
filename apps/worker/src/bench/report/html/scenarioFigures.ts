import { type BenchBudgets, type BenchTrial, caseName, formatBytes, trialMeasures, trialName } from "@pixelmill/core";
import type { Figure } from "../../../report/html/figure.ts";
import { variantLabel } from "../tables.ts";
import { type RatioBar, ratioFigure } from "./ratioFigure.ts";

/** Every contender of a trial against the first; none where nothing was measured but memory, or nothing was to do. */
export function trialFigures(trial: BenchTrial): Figure[] {
  const first = trial.contenders[0]?.name ?? "";
  const bars = trialMeasures(trial).flatMap(({ variant, quantity, estimate }): RatioBar[] => {
    if (quantity === "throughputRatio") return [{ label: `${variant}: throughput`, ratio: estimate.median, colour: "first" }];
    return quantity === "cpuRatio" ? [{ label: `${variant}: CPU time`, ratio: estimate.median, colour: "second" }] : [];
  });
  if (bars.length === 0) return [];
  return [
    ratioFigure({
      title: `${trialName(trial)}: throughput ÷ that of ${first}, and CPU time of ${first} ÷ its own: more is better`,
      description: `Each of ${trial.contenders.length - 1} contenders against ${first}`,
      head: `against ${first}`,
      bars,
    }),
  ];
}

/** Peaks of memory against each budget. */
export function budgetFigure({ set, settings, raw, runs }: BenchBudgets): Figure {
  const bars = runs.flatMap(({ limitBytes, run }): RatioBar[] => {
    const { budgetBytes, peakBytes, aboveBudget, variant } = run;
    if (budgetBytes === null) return [];
    const limit = formatBytes(limitBytes);
    const own: RatioBar = {
      label: `${variantLabel(variant)} within ${limit}`,
      ratio: peakBytes / budgetBytes,
      colour: aboveBudget > 0 ? "bad" : "first",
    };
    return variant === runs[0]?.run.variant
      ? [{ label: `raw sharp, if it had ${limit}`, ratio: raw.peakBytes / budgetBytes, colour: "second" }, own]
      : [own];
  });
  return ratioFigure({
    title: `Budgets: ${caseName({ set, settings })}: peak of memory ÷ budget`,
    description: `Peaks of memory against ${bars.length} budgets`,
    head: "peak ÷ budget",
    bars,
  });
}
