import {
  type BenchCase,
  type BenchMeasure,
  type BenchQuantity,
  type BenchReport,
  benchQuantities,
  caseMeasures,
  caseName,
  lowerBoundMs,
  wouldFit,
} from "@pixelmill/core";
import { bytes, duration, significant } from "../../report/numbers.ts";
import type { Table } from "../../report/table.ts";
import { intervalText, valueText } from "./numbers.ts";

/** What a variant is called; contenders of trials have their names already. */
export const variantLabel = (variant: string): string => (variant === "raw" ? "raw sharp" : variant);

const ratios: readonly BenchQuantity[] = ["throughputRatio", "cpuRatio", "makespanRatio"];

/** How the intervals were made: part of every report that shows one. */
export const method =
  "Medians. The interval runs from the kth smallest to the kth largest run, so that it covers the median with at least 95 % " +
  "(Le Boudec, Performance Evaluation, theorem 2.1); below 6 runs it is the whole range, with the coverage that has.";

/** Speed, CPU time and memory of each variant. */
export function speedTable(of: BenchCase, cores: number): Table {
  const measures = caseMeasures(of, cores);
  const variants = [...new Set(measures.map(({ variant }) => variant))];
  const columns: readonly BenchQuantity[] = [
    "wallMs",
    "imagesPerSecond",
    "megapixelsPerSecond",
    "megabytesPerSecond",
    "cpuSeconds",
    "peakBytes",
  ];
  const cell = (variant: string, quantity: BenchQuantity) => {
    const found = find(measures, variant, quantity);
    return found === undefined ? "–" : valueText(quantity, found.estimate.median);
  };
  return {
    title: `${caseName(of)}: ${of.set.files} files, ${significant(of.set.pixels / 1e6)} MP, ${bytes(of.set.sourceBytes)}`,
    head: ["", "wall", "images/s", "MP/s", "MB/s", "CPU", "peak memory"],
    rows: variants.map((variant) => [variantLabel(variant), ...columns.map((quantity) => cell(variant, quantity))]),
    note: speedNote(of),
  };
}

function speedNote({ rawInFlight, calibration, pairs }: BenchCase): string {
  const tried = calibration.map(({ inFlight, wallMs }) => `${inFlight}: ${duration(wallMs)}`).join(", ");
  const inspection = pairs.at(-1)?.engine?.inspection;
  const read = inspection
    ? ` Headers were read within ${duration(inspection.wallMs)}, beside the encodes${cpuText(inspection)}.`
    : "";
  return `Raw sharp has ${rawInFlight} tasks in flight (tried ${tried}).${read}`;
}

const cpuText = ({ cpuSeconds }: { readonly cpuSeconds: number | null }): string =>
  cpuSeconds === null ? "" : `, for ${duration(cpuSeconds * 1000)} of CPU time`;

/** Each variant against raw sharp and against the lower bound. */
export function ratioTable(of: BenchCase, cores: number): Table {
  const measures = caseMeasures(of, cores).filter(({ quantity }) => ratios.includes(quantity));
  return {
    title: "Against raw sharp, and against what no order can beat",
    head: ["", "variant", "median", "confidence interval"],
    rows: measures.map(({ variant, quantity, estimate }) => [
      benchQuantities[quantity].label,
      variantLabel(variant),
      valueText(quantity, estimate.median),
      intervalText(quantity, estimate),
    ]),
    note: `Lower bound: ${boundText(of, cores)}, the larger of total ÷ cores and longest, by raw sharp's CPU time of each image alone.`,
  };
}

/** Once, or from the least to the most of all pairs. */
function boundText({ bound, pairs }: BenchCase, cores: number): string {
  const each = pairs.flatMap(({ boundMs }) => boundMs ?? []).toSorted((a, b) => a - b);
  const [least, most] = [each[0], each.at(-1)];
  if (least === undefined || most === undefined) return duration(lowerBoundMs(bound, cores));
  return `${duration(least)} to ${duration(most)}, measured in each pair`;
}

/** Memory against the budget, sampled from outside. */
export function memoryTable({ memory }: BenchCase): Table {
  return {
    title: "Memory of all processes that hold images, sampled from outside in a run of its own",
    head: ["", "idle", "peak", "budget", "samples", "above budget", "every"],
    rows: memory.map(({ variant, idleBytes, peakBytes, budgetBytes, samples, aboveBudget, intervalMs }) => [
      variantLabel(variant),
      bytes(idleBytes),
      bytes(peakBytes),
      bytes(budgetBytes),
      String(samples),
      budgetBytes === null ? "–" : String(aboveBudget),
      duration(intervalMs),
    ]),
  };
}

/** What failed, with what raw sharp needed for it. */
export const failureTable = (of: BenchCase): Table => ({
  title: "Failed",
  head: ["file", "variant", "code", "peak in raw sharp", "within budget less idle"],
  rows: of.failures.map((failure) => [
    failure.name,
    variantLabel(failure.variant),
    failure.code ?? "–",
    bytes(failure.rawPeakBytes),
    { true: "yes", false: "no", null: "–" }[`${wouldFit(of, failure)}`],
  ]),
});

/** Machine and configuration in force. */
export function configurationTable({ machine, configuration, createdAt, command }: BenchReport): Table {
  const flat = (prefix: string, value: unknown): [string, string][] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([name, inner]) => flat(prefix === "" ? name : `${prefix}.${name}`, inner))
      : [[prefix, Array.isArray(value) ? value.join(", ") : String(value)]];
  return {
    title: "Machine and configuration",
    text: true,
    head: ["", "value"],
    rows: [["command", command], ["begun", createdAt], ...flat("", machine), ...flat("", configuration)],
  };
}

const find = (measures: readonly BenchMeasure[], variant: string, quantity: BenchQuantity) =>
  measures.find((measure) => measure.variant === variant && measure.quantity === quantity);
