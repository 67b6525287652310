import { type BenchCase, type BenchReport, caseName } from "@pixelmill/core";
import { escapeHtml } from "../../../report/html/escape.ts";
import { figure } from "../../../report/html/figure.ts";
import { titledTable } from "../../../report/html/htmlTable.ts";
import { page } from "../../../report/html/page.ts";
import { configurationTable, method } from "../tables.ts";
import { caseTables, otherTables } from "../terminal.ts";
import { pictureFigures } from "./pictureFigures.ts";

/** A report as one page with its charts. */
export function reportPage(report: BenchReport): string {
  const { cases, machine } = report;
  const others = otherTables(report);
  const parts = [
    `<p>${escapeHtml(method)}</p>`,
    ...cases.map((of) => caseSection(of, machine.cores)),
    ...(others.length === 0 ? [] : [`<h2>Scenarios</h2>\n${others.map(titledTable).join("\n")}`]),
    `<h2>Configuration</h2>\n${titledTable(configurationTable(report))}`,
  ];
  return page(`Pixelmill benchmark of ${report.createdAt.slice(0, 10)}`, parts.join("\n"));
}

function caseSection(of: BenchCase, cores: number): string {
  const figures = of.picture === null ? [] : pictureFigures(of.picture).map(figure);
  const about = of.picture === null ? [] : ["<p>The charts show the engine's run during which memory was sampled.</p>"];
  return [`<h2>${escapeHtml(caseName(of))}</h2>`, ...caseTables(of, cores).map(titledTable), ...about, ...figures].join("\n");
}
