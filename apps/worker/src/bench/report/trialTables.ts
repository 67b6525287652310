import {
  type BenchMeasure,
  type BenchQuantity,
  type BenchTrial,
  type Contender,
  estimateMedian,
  trialMeasures,
  trialName,
} from "@pixelmill/core";
import { bytes, duration, significant } from "../../report/numbers.ts";
import type { Table } from "../../report/table.ts";
import { intervalText, valueText } from "./numbers.ts";

const columns: readonly (readonly [BenchQuantity, string])[] = [
  ["wallMs", "wall"],
  ["imagesPerSecond", "images/s"],
  ["megapixelsPerSecond", "MP/s"],
  ["cpuSeconds", "CPU"],
  ["cpuMsPerImage", "CPU/image"],
  ["batches", "batches"],
  ["peakBytes", "peak memory"],
  ["outputBytes", "bytes out"],
];

/** Everything measured in a trial. */
export function trialTables(trial: BenchTrial): Table[] {
  const measures = trialMeasures(trial);
  const tables = [medianTable(trial, measures), ratioTable(trial, measures), overheadTable(trial)];
  return tables.filter((table) => table !== null && table.rows.length > 0) as Table[];
}

/** Medians, a row for each contender; columns of which nothing was measured are left out. */
function medianTable(trial: BenchTrial, measures: readonly BenchMeasure[]): Table {
  const { contenders, set, note } = trial;
  const shown = columns.filter(([quantity]) => measures.some((measure) => measure.quantity === quantity));
  const cell = (name: string, quantity: BenchQuantity) => {
    const found = measures.find((measure) => measure.variant === name && measure.quantity === quantity);
    return found === undefined ? "–" : valueText(quantity, found.estimate.median);
  };
  const failed = (contender: Contender) => contender.runs.reduce((most, run) => Math.max(most, run.failed), 0);
  const failures = contenders.filter((contender) => failed(contender) > 0).map((each) => `${each.name}: ${failed(each)} failed.`);
  return {
    title: `${trialName(trial)}: ${set.files} files, ${significant(set.pixels / 1e6)} MP, ${bytes(set.sourceBytes)}`,
    head: ["", ...shown.map(([, title]) => title)],
    rows: contenders.map(({ name }) => [name, ...shown.map(([quantity]) => cell(name, quantity))]),
    ...noteOf([...(note === null ? [] : [note]), ...failures]),
  };
}

const noteOf = (sentences: readonly string[]) => (sentences.length === 0 ? {} : { note: sentences.join(" ") });

/** Every contender against the first. */
function ratioTable({ contenders }: BenchTrial, measures: readonly BenchMeasure[]): Table {
  const first = contenders[0]?.name ?? "";
  const words: Partial<Record<BenchQuantity, string>> = {
    throughputRatio: `Throughput ÷ ${first}`,
    cpuRatio: `CPU time of ${first} ÷ its own`,
  };
  return {
    title: `Against ${first}`,
    head: ["", "contender", "median", "confidence interval"],
    rows: measures.flatMap(({ variant, quantity, estimate }) => {
      const label = words[quantity];
      return label === undefined
        ? []
        : [[label, variant, valueText(quantity, estimate.median), intervalText(quantity, estimate)]];
    }),
  };
}

/** What a task costs beside what raw sharp takes for it, where there are many. */
function overheadTable({ kind, contenders: [first, ...others] }: BenchTrial): Table | null {
  if (kind !== "many" || first === undefined) return null;
  const more = (runs: Contender["runs"], of: (run: Contender["runs"][number]) => number | null) =>
    estimateMedian(
      runs.flatMap((run, round) => {
        const reference = first.runs[round];
        const [own, its] = [of(run), reference === undefined ? null : of(reference)];
        return own === null || its === null || run.images === 0 ? [] : [(own - its) / run.images];
      }),
    );
  const text = (found: ReturnType<typeof more>) => (found === null ? "–" : duration(found.median));
  return {
    title: `A task more than in ${first.name}`,
    head: ["", "wall", "CPU"],
    rows: others.map(({ name, runs }) => [
      name,
      text(more(runs, ({ wallMs }) => wallMs)),
      text(more(runs, ({ cpuSeconds }) => (cpuSeconds === null ? null : cpuSeconds * 1000))),
    ]),
  };
}
