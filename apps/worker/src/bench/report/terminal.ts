import type { BenchCase, BenchComparison, BenchReport } from "@pixelmill/core";
import { type Table, tableText } from "../../report/table.ts";
import { budgetTables } from "./budgetTables.ts";
import { type ComparedFiles, comparisonNotes, comparisonTables } from "./comparisonTables.ts";
import { qualityTables } from "./qualityTables.ts";
import { bombsTable, growthTable, idleTable, interferenceTable, latencyTable } from "./serviceTables.ts";
import { simulationTables } from "./simulationTables.ts";
import { isOnItsOwn, switchTables } from "./switchTables.ts";
import { configurationTable, failureTable, memoryTable, method, ratioTable, speedTable } from "./tables.ts";
import { trialTables } from "./trialTables.ts";

/** A report for the terminal. */
export function reportText(report: BenchReport): string {
  const tables = [
    configurationTable(report),
    ...report.cases.flatMap((of) => caseTables(of, report.machine.cores)),
    ...report.budgets.flatMap(budgetTables),
    ...switchTables(report.trials),
    ...report.trials.filter(isOnItsOwn).flatMap(trialTables),
    ...report.simulations.flatMap(simulationTables),
    ...report.quality.flatMap(qualityTables),
    ...serviceTables(report),
  ];
  return `${textOf(tables)}\n${method}\n`;
}

/** A comparison for the terminal. */
export function comparisonText(comparison: BenchComparison, { before, after }: ComparedFiles): string {
  const notes = comparisonNotes(comparison).join("\n");
  return `Before: ${before}\nAfter: ${after}\n\n${textOf(comparisonTables(comparison))}\n${notes}\n`;
}

/** Everything measured about a case, tables that would be empty left out. */
export const caseTables = (of: BenchCase, cores: number): Table[] =>
  [speedTable(of, cores), ratioTable(of, cores), memoryTable(of), failureTable(of)].filter(({ rows }) => rows.length > 0);

/** What was measured of the service alone. */
export const serviceTables = ({ latency, interference, bombs, growth, idle }: BenchReport): Table[] => [
  ...tableOf(latency, latencyTable),
  ...tableOf(interference, interferenceTable),
  ...bombs.map(bombsTable),
  ...tableOf(growth, growthTable),
  ...tableOf(idle, idleTable),
];

const tableOf = <T>(of: T | null, table: (of: T) => Table): Table[] => (of === null ? [] : [table(of)]);

const textOf = (tables: readonly Table[]): string => tables.map(tableText).join("\n");
