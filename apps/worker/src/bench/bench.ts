import { readFile, writeFile } from "node:fs/promises";
import { type BenchReport, benchReportSchema, benchReportVersion, compareReports } from "@pixelmill/core";
import * as z from "zod";
import { Interruption } from "../cli/run/interruption.ts";
import { makeTemporaryFolder } from "../cli/run/temporaryFolder.ts";
import type { BenchArguments, CompareArguments, MeasureArguments } from "./arguments/benchArguments.ts";
import { pathProblems } from "./arguments/pathProblems.ts";
import { measure } from "./measure/measure.ts";
import { comparisonPage } from "./report/html/comparisonPage.ts";
import { reportPage } from "./report/html/reportPage.ts";
import { comparisonText, reportText } from "./report/terminal.ts";

/** `pixelmill bench`. Gives the exit code. */
export async function bench(options: BenchArguments, words: readonly string[]): Promise<number> {
  const problems = await pathProblems(options);
  if (problems.length > 0) {
    process.stderr.write(`${problems.join("\n")}\n`);
    return 2;
  }
  try {
    return options.type === "compare" ? await compare(options) : await measureAndReport(options, words);
  } catch (error) {
    process.stderr.write(`The benchmark had to give up: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function measureAndReport(options: MeasureArguments, words: readonly string[]): Promise<number> {
  const interruption = new Interruption();
  const temporary = await makeTemporaryFolder();
  try {
    const command = ["pixelmill", ...words].join(" ");
    const say = (text: string): void => void process.stderr.write(`${text}\n`);
    const report = await measure({ options, command, folder: temporary.path, signal: interruption.signal, say });
    if (report !== null) await publish(report, options);
    return interruption.exitCode ?? 0;
  } finally {
    await temporary.remove();
    interruption.dispose();
  }
}

async function publish(report: BenchReport, { json, html }: MeasureArguments): Promise<void> {
  // First, since it cannot fail: a full disk must not take the numbers with it.
  process.stdout.write(reportText(report));
  if (json !== null) await writeFile(json, `${JSON.stringify(benchReportSchema.parse(report), null, 1)}\n`);
  if (html !== null) await writeFile(html, reportPage(report));
}

async function compare({ before, after, html }: CompareArguments): Promise<number> {
  const comparison = compareReports(await readReport(before), await readReport(after));
  if (html !== null) await writeFile(html, comparisonPage(comparison, { before, after }));
  process.stdout.write(comparisonText(comparison, { before, after }));
  return 0;
}

async function readReport(file: string): Promise<BenchReport> {
  const json = parseJson(await readFile(file, "utf8"));
  const version = otherVersion(json);
  if (version !== null)
    throw new Error(
      `${file} is a report of version ${version}; this benchmark reads version ${benchReportVersion}: measure again with it.`,
    );
  const parsed = benchReportSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is no report of this version of the benchmark:\n${z.prettifyError(parsed.error)}`);
}

const anyReport = z.object({ kind: benchReportSchema.shape.kind, version: z.int() });

/** The version of a report that is none of this benchmark's; null of what is, and of what is no report at all. */
function otherVersion(json: unknown): number | null {
  const found = anyReport.safeParse(json);
  return found.success && found.data.version !== benchReportVersion ? found.data.version : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
