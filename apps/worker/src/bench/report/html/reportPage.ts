import { type BenchCase, type BenchReport, caseName } from "@pixelmill/core";
import { escapeHtml } from "../../../report/html/escape.ts";
import { figure } from "../../../report/html/figure.ts";
import { titledTable } from "../../../report/html/htmlTable.ts";
import { page } from "../../../report/html/page.ts";
import { budgetTables } from "../budgetTables.ts";
import { qualityTables } from "../qualityTables.ts";
import { simulationTables } from "../simulationTables.ts";
import { isOnItsOwn, switchTables } from "../switchTables.ts";
import { configurationTable, method } from "../tables.ts";
import { caseTables, serviceTables } from "../terminal.ts";
import { trialTables } from "../trialTables.ts";
import { pictureFigures } from "./pictureFigures.ts";
import { qualityFigures } from "./qualityFigures.ts";
import { budgetFigure, trialFigures } from "./scenarioFigures.ts";
import { simulationFigures } from "./simulationFigures.ts";

/** A report as one page with its charts. */
export function reportPage(report: BenchReport): string {
  const { cases, machine } = report;
  const others = scenarioParts(report);
  const parts = [
    `<p>${escapeHtml(method)}</p>`,
    ...cases.map((of) => caseSection(of, machine.cores)),
    ...(others.length === 0 ? [] : ["<h2>Scenarios</h2>", ...others]),
    `<h2>Configuration</h2>\n${titledTable(configurationTable(report))}`,
  ];
  return page(`Pixelmill benchmark of ${report.createdAt.slice(0, 10)}`, parts.join("\n"));
}

/** Everything besides cases: tables, with charts of what is set against something. */
const scenarioParts = (report: BenchReport): string[] => [
  ...report.budgets.flatMap((of) => [...budgetTables(of).map(titledTable), figure(budgetFigure(of))]),
  ...switchTables(report.trials).map(titledTable),
  ...report.trials.filter(isOnItsOwn).flatMap((of) => [...trialTables(of).map(titledTable), ...trialFigures(of).map(figure)]),
  ...report.simulations.flatMap((of) => [...simulationTables(of).map(titledTable), ...simulationFigures(of).map(figure)]),
  ...report.quality.flatMap((of) => [...qualityTables(of).map(titledTable), ...qualityFigures(of).map(figure)]),
  ...serviceTables(report).map(titledTable),
];

function caseSection(of: BenchCase, cores: number): string {
  const figures = of.picture === null ? [] : pictureFigures(of.picture).map(figure);
  const about = of.picture === null ? [] : ["<p>The charts show the engine's run during which memory was sampled.</p>"];
  return [`<h2>${escapeHtml(caseName(of))}</h2>`, ...caseTables(of, cores).map(titledTable), ...about, ...figures].join("\n");
}
