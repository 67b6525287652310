import { isDelivered, type OutputView, type TaskView, warningTexts } from "@pixelmill/core";

const columns = ["path", "source path", "status", "source bytes", "bytes", "saving %", "warnings", "error"] as const;

/**
 * A CSV table (RFC 4180) of what became of every task, failed ones included: a row for each output, its saving against the source it was
 * made from. A task that has not ended has one row.
 */
export function manifestCsv(tasks: Iterable<TaskView>): string {
  const lines = [columns.map(textCell).join(",")];
  for (const task of tasks) lines.push(...rows(task));
  return `${lines.join("\r\n")}\r\n`;
}

/** A name for the manifest that no delivered file has. */
export function manifestName(taken: ReadonlySet<string>): string {
  let name = "manifest.csv";
  for (let number = 2; taken.has(name); number += 1) name = `manifest (${number}).csv`;
  return name;
}

const rows = (task: TaskView): string[] =>
  task.outputs.length === 0 ? [row(task, null)] : task.outputs.map((output) => row(task, output));

function row({ path, state, sourceBytes }: TaskView, output: OutputView | null): string {
  const result = output?.result ?? null;
  const delivered = result !== null && isDelivered(result) ? result : null;
  const error = result?.status === "failed" ? `${result.error.code}: ${result.error.message}` : "";
  return [
    textCell(output?.path ?? ""),
    textCell(path),
    result?.status ?? state,
    sourceBytes,
    delivered?.output.bytes ?? "",
    delivered === null ? "" : savingPercent(sourceBytes, delivered.output.bytes),
    textCell((delivered?.warnings ?? []).map((warning) => warningTexts[warning]).join(" ")),
    textCell(error),
  ].join(",");
}

const savingPercent = (sourceBytes: number, bytes: number): string =>
  sourceBytes === 0 ? "" : ((1 - bytes / sourceBytes) * 100).toFixed(1);

// A spreadsheet runs a cell that begins like a formula, and file names are a stranger's: an apostrophe makes it text.
const textCell = (text: string): string => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
