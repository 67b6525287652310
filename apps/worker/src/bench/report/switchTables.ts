import { type BenchMeasure, type BenchQuantity, type BenchTrial, caseName, trialMeasures } from "@pixelmill/core";
import { bytes } from "../../report/numbers.ts";
import type { Table } from "../../report/table.ts";
import { intervalText, valueText } from "./numbers.ts";

/** Whether a trial has tables of its own: those of switches share one. */
export const isOnItsOwn = ({ kind }: BenchTrial): boolean => kind !== "switches";

/** What each piece of planning brings, a table for each set and kind of settings. */
export function switchTables(trials: readonly BenchTrial[]): Table[] {
  const flipped = trials.filter((trial) => !isOnItsOwn(trial));
  return [...Map.groupBy(flipped, caseName)].map(([name, ofCase]) => ({
    title: `Each piece of planning flipped, in pairs with the engine as it is: ${name}`,
    head: [
      "",
      "throughput ÷ as it is",
      "interval",
      "CPU as it is ÷ flipped",
      "interval",
      "peak memory",
      "as it is",
      "what is different",
    ],
    rows: ofCase.map(row),
    note: "Shutting down in order and measuring are no choice: nothing is to be compared with there.",
  }));
}

function row(trial: BenchTrial): string[] {
  const [asItIs, flipped] = trial.contenders;
  const measures = trialMeasures(trial);
  const cells = (quantity: BenchQuantity) => ratioCells(measures, quantity, flipped?.name ?? "");
  const memory = [bytes(flipped?.peakBytes ?? null), bytes(asItIs?.peakBytes ?? null)];
  return [flipped?.name ?? "", ...cells("throughputRatio"), ...cells("cpuRatio"), ...memory, trial.note ?? ""];
}

function ratioCells(measures: readonly BenchMeasure[], quantity: BenchQuantity, name: string): [string, string] {
  const found = measures.find((measure) => measure.variant === name && measure.quantity === quantity);
  if (found === undefined) return ["–", "–"];
  return [valueText(quantity, found.estimate.median), intervalText(quantity, found.estimate)];
}
