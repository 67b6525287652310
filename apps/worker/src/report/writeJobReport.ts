import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import type { JobReport } from "@pixelmill/core";
import { jobReportPage } from "./jobReportPage.ts";

/** Forms in which a report is written to a file, by the end of its name. */
const forms: Readonly<Record<string, (report: JobReport) => string>> = {
  ".html": (report) => jobReportPage(report),
  ".json": (report) => `${JSON.stringify(report, null, 2)}\n`,
};

/** Whether a file's name says in which form a report is to be written. */
export const isReportFile = (file: string): boolean => extname(file).toLowerCase() in forms;

/** Writes a report in the form that the file's name asks for. Rejects where the system does, and where the name asks for none. */
export async function writeJobReport(file: string, report: JobReport): Promise<void> {
  const form = forms[extname(file).toLowerCase()];
  if (form === undefined) throw new Error(`${file} names no form of a report`);
  await writeFile(file, form(report));
}
