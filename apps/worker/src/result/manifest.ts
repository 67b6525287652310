import { factsOfTask, type ResultFacts, type TaskView, warningTexts } from "@pixelmill/core";
import { csvOf, textCell } from "../report/csv.ts";

/** The columns, each with what stands in it: a text in quotes, or what needs none. */
const columns: readonly (readonly [title: string, cell: (facts: ResultFacts) => string | number | boolean | null])[] = [
  ["path", ({ path }) => textCell(path ?? "")],
  ["source path", ({ sourcePath }) => textCell(sourcePath)],
  ["status", ({ status }) => status],
  ["reason", ({ reason }) => reason],
  ["reused", ({ reused }) => reused],
  ["source format", ({ sourceFormat }) => sourceFormat],
  ["source width", ({ sourceWidth }) => sourceWidth],
  ["source height", ({ sourceHeight }) => sourceHeight],
  ["source bytes", ({ sourceBytes }) => sourceBytes],
  ["format", ({ format }) => format],
  ["width", ({ width }) => width],
  ["height", ({ height }) => height],
  ["frames", ({ frames }) => frames],
  ["bytes", ({ bytes }) => bytes],
  ["saving %", ({ saving }) => (saving === null ? null : (saving * 100).toFixed(1))],
  ["score", ({ score }) => score?.toFixed(2) ?? null],
  ["encoder", ({ encoder }) => encoder],
  ["quality", ({ quality }) => quality],
  ["lossless", ({ lossless }) => lossless],
  ["effort", ({ effort }) => effort],
  ["chroma", ({ chroma }) => chroma],
  ["colours", ({ colours }) => colours],
  ["encodes", ({ encodes }) => encodes],
  ["encode ms", ({ encodeMs }) => (encodeMs === null ? null : Math.round(encodeMs))],
  ["peak bytes", ({ peakBytes }) => (peakBytes === null ? null : Math.round(peakBytes))],
  ["warnings", ({ warnings }) => textCell(warnings.map((warning) => warningTexts[warning]).join(" "))],
  ["error", ({ error }) => textCell(error === null ? "" : `${error.code}: ${error.message}`)],
];

/**
 * A CSV table (RFC 4180) of what became of every task, failed ones included: a row for each output, its saving against the source it was
 * made from. A task that has not ended has one row. A fact that is not known is an empty cell.
 */
export function manifestCsv(tasks: Iterable<TaskView>): string {
  const rows = [columns.map(([title]) => textCell(title))];
  for (const task of tasks)
    for (const facts of factsOfTask(task)) rows.push(columns.map(([, cell]) => String(cell(facts) ?? "")));
  return csvOf(rows);
}

/** The same facts as a list in JSON, one record a line, each a `ResultFacts` of core. */
export function manifestJson(tasks: Iterable<TaskView>): string {
  const records = Array.from(tasks, factsOfTask).flat();
  return `[\n${records.map((facts) => JSON.stringify(facts)).join(",\n")}\n]\n`;
}
