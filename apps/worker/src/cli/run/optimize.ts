import { resolve } from "node:path";
import { codecRefusal } from "@pixelmill/core";
import { nativeStatus } from "@pixelmill/native";
import type { Log } from "../../pool/log.ts";
import { openSandbox, sandboxRefusal } from "../../pool/sandbox/sandbox.ts";
import type { OptimizeArguments } from "../arguments/optimizeArguments.ts";
import { RunLedger } from "../ledger/runLedger.ts";
import { Report } from "../report/report.ts";
import { internalHint } from "../report/summaryText.ts";
import { fileFactsOrNull } from "../sources/fileFacts.ts";
import { withoutLinksInPlace } from "../sources/linksInPlace.ts";
import { listSources } from "../sources/listSources.ts";
import { missingFolder } from "../sources/missingFolder.ts";
import { systemReason } from "../sources/systemReason.ts";
import { failedLine } from "./delivery.ts";
import { Interruption } from "./interruption.ts";
import { OptimizeRun } from "./optimizeRun.ts";
import { makeTemporaryFolder } from "./temporaryFolder.ts";

/** `pixelmill optimize`: list, inspect, plan, encode, deliver, report. Gives the exit code. */
export async function optimize(options: OptimizeArguments, log: Log): Promise<number> {
  const problem = await outProblem(options.out);
  if (problem !== null) {
    process.stderr.write(`--out: ${problem}\n`);
    return 2;
  }
  const refusal = codecRefusal(options.settings, nativeStatus);
  const refused = refusal?.message ?? sandboxRefusal(options.sandbox);
  if (refused !== null) {
    process.stderr.write(`${refused}\n`);
    return 2;
  }
  for (const option of ["report", "pictures"] as const) {
    const file = options[option];
    const missing = file === null ? null : await missingFolder(file);
    if (missing === null) continue;
    process.stderr.write(`--${option}: ${missing} is no folder\n`);
    return 2;
  }
  const interruption = new Interruption();
  const report = new Report(options, process);
  report.begin(openSandbox(options.sandbox).status);
  const broken = await optimizeAll(options, report, interruption.signal, log).then(
    () => null,
    (error: unknown) => brokenText(error, log),
  );
  report.end(broken ?? (interruption.exitCode === null ? null : "Stopped before the end."));
  interruption.dispose();
  return interruption.exitCode ?? (broken !== null || report.failed ? 1 : 0);
}

async function optimizeAll(options: OptimizeArguments, report: Report, signal: AbortSignal, log: Log): Promise<void> {
  const found = await listSources(options.inputs, options.out, signal);
  const list = options.overwrite ? await withoutLinksInPlace(found, options.out) : found;
  report.listed(list);
  for (const { shownPath, error } of list.unreadable) report.add([failedLine({ shownPath }, error)]);
  if (list.sources.length === 0 || signal.aborted) return;
  const temporary = await makeTemporaryFolder();
  const ledger = options.ledger === null ? null : await openLedger(options.ledger, log);
  try {
    await new OptimizeRun({ arguments: options, report, temporary, signal, ledger, log }).run(list);
  } finally {
    ledger?.close();
    await temporary.remove();
  }
}

/** Where the ledger cannot be used, the run goes on without. */
async function openLedger(file: string, log: Log): Promise<RunLedger | null> {
  try {
    return await RunLedger.open(file, log);
  } catch (error) {
    process.stderr.write(`The ledger ${file} cannot be used (${reasonOf(error)}): everything is encoded.\n`);
    return null;
  }
}

/** The machine does not let a run happen at all: no place for temporary files, say, or encoders that do not start. */
function brokenText(error: unknown, log: Log): string {
  log.error({ err: error }, "the run broke off");
  return `Pixelmill had to give up: ${error instanceof Error ? error.message : String(error)}\n${internalHint}`;
}

/** Why nothing can be written to the output folder; null where it is a folder or nothing yet. */
async function outProblem(out: string): Promise<string | null> {
  try {
    const facts = await fileFactsOrNull(resolve(out));
    return facts === null || facts.kind === "folder" ? null : `${out} is a file, not a folder`;
  } catch (error) {
    return `${out} cannot be used: ${systemReason(error)}`;
  }
}

/** SQLite's own text, where the system has nothing to say. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && !("syscall" in error)) return error.message;
  return systemReason(error);
}
