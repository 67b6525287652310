import type { BenchReport } from "./benchReport.ts";
import { type BenchMeasure, type BenchQuantity, benchQuantities } from "./measures.ts";
import { reportMeasures } from "./reportMeasures.ts";
import type { MedianEstimate } from "./statistics.ts";

/** One number in two reports. */
export interface BenchChange {
  /** One of `benchVariants`, or a contender's name. */
  readonly variant: string;
  readonly quantity: BenchQuantity;
  readonly before: MedianEstimate;
  readonly after: MedianEstimate;
  /** After ÷ before, of the medians; null where before was 0. */
  readonly factor: number | null;
  /** `unclear` where the confidence intervals overlap, or one of them covers too little to say. */
  readonly verdict: "better" | "worse" | "unclear";
}

/** Something that both reports have numbers of. */
export interface CaseComparison {
  readonly name: string;
  readonly changes: readonly BenchChange[];
}

export interface BenchComparison {
  readonly cases: readonly CaseComparison[];
  /** Names of what only one of the reports has. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  /** What differs between machines and configurations, in words: numbers of different machines say little. */
  readonly differences: readonly string[];
}

/** An interval that covers less says nothing about the next run. */
const leastCoverage = 0.9;

/** Sets two reports against each other, case by case. */
export function compareReports(before: BenchReport, after: BenchReport): BenchComparison {
  const [old, recent] = [reportMeasures(before), reportMeasures(after)];
  const cases = [...old].flatMap(([name, measures]) => {
    const found = recent.get(name);
    return found === undefined ? [] : [{ name, changes: changesOf(measures, found) }];
  });
  return {
    cases,
    onlyBefore: [...old.keys()].filter((name) => !recent.has(name)),
    onlyAfter: [...recent.keys()].filter((name) => !old.has(name)),
    differences: differencesOf(before, after),
  };
}

function changesOf(before: readonly BenchMeasure[], after: readonly BenchMeasure[]): BenchChange[] {
  return before.flatMap(({ variant, quantity, estimate }) => {
    const found = after.find((measure) => measure.variant === variant && measure.quantity === quantity);
    return found === undefined ? [] : [changeOf(variant, quantity, estimate, found.estimate)];
  });
}

function changeOf(variant: string, quantity: BenchQuantity, before: MedianEstimate, after: MedianEstimate): BenchChange {
  const factor = before.median === 0 ? null : after.median / before.median;
  return { variant, quantity, before, after, factor, verdict: verdictOf(quantity, before, after) };
}

function verdictOf(quantity: BenchQuantity, before: MedianEstimate, after: MedianEstimate): BenchChange["verdict"] {
  if (Math.min(before.coverage, after.coverage) < leastCoverage) return "unclear";
  const higher = after.low > before.high;
  const lower = after.high < before.low;
  if (!higher && !lower) return "unclear";
  return higher === (benchQuantities[quantity].better === "higher") ? "better" : "worse";
}

function differencesOf(before: BenchReport, after: BenchReport): string[] {
  return [
    ...differencesIn("machine", before.machine, after.machine),
    ...differencesIn("configuration", before.configuration, after.configuration),
  ];
}

/** The load of the moment and the budget, which follows what is free, differ every time. */
const passing: ReadonlySet<string> = new Set(["loadAverage", "budgetBytes"]);

function differencesIn<T extends object>(what: string, before: T, after: T): string[] {
  return Object.keys(before)
    .filter((name) => !passing.has(name))
    .map((name) => ({ name, was: JSON.stringify(before[name as keyof T]), is: JSON.stringify(after[name as keyof T]) }))
    .filter(({ was, is }) => was !== is)
    .map(({ name, was, is }) => `${what}.${name}: ${was} before, ${is} after`);
}
