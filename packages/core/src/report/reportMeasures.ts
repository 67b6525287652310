import { caseName, trialName } from "./benchNames.ts";
import type { BenchReport } from "./benchReport.ts";
import { type BenchMeasure, caseMeasures } from "./measures.ts";
import {
  bombsMeasures,
  budgetMeasures,
  growthMeasures,
  idleMeasures,
  interferenceMeasures,
  latencyMeasures,
} from "./serviceMeasures.ts";
import { trialMeasures } from "./trialMeasures.ts";

/** Everything that a report has numbers of, by a name that is the same in every report of the same. */
export function reportMeasures(report: BenchReport): Map<string, BenchMeasure[]> {
  const { cases, budgets, trials, latency, interference, bombs, growth, idle, machine } = report;
  return new Map([
    ...cases.map((of) => [caseName(of), caseMeasures(of, machine.cores)] as const),
    ...budgets.map((of) => [`budgets: ${caseName(of)}`, budgetMeasures(of)] as const),
    ...trials.map((of) => [trialName(of), trialMeasures(of)] as const),
    ...named("latency", latency, latencyMeasures),
    ...named("interference", interference, interferenceMeasures),
    ...bombs.map((of) => [`bombs: ${of.limits} limits`, bombsMeasures(of)] as const),
    ...named("growth", growth, growthMeasures),
    ...named("idle", idle, idleMeasures),
  ]);
}

function named<T>(name: string, of: T | null, measures: (of: T) => BenchMeasure[]): (readonly [string, BenchMeasure[]])[] {
  return of === null ? [] : [[name, measures(of)]];
}
