import { type BenchSimulatedRun, type BenchSimulation, boundRatio, caseName, formatBytes, planText } from "@pixelmill/core";
import type { Table } from "../../report/table.ts";

/** Everything that simulations of a case told: how far each way of planning is from the bound, and more of the default. */
export const simulationTables = (simulation: BenchSimulation): Table[] => [
  ratioTable(simulation),
  defaultTable(simulation),
  memoryTable(simulation),
];

/** Choices up to which a way of planning is called by them. */
const mostNamed = 3;

/** What a way of planning is called: the choices that differ, in the words of the configuration, where they are few. */
const wayName = ({ title, plan }: Pick<BenchSimulatedRun, "title" | "plan">): string =>
  title !== "" && Object.keys(plan).length > mostNamed ? title : planText(plan) || "default";

/** What its name does not tell. */
const about = ({ title, plan }: BenchSimulatedRun): string =>
  (Object.keys(plan).length > mostNamed ? planText(plan) : title) || "–";

/** The runs by their way of planning, in the order in which they were made. */
export const runsByWay = ({ runs }: BenchSimulation): [string, BenchSimulatedRun[]][] => [...Map.groupBy(runs, wayName)];

const ratioText = (run: BenchSimulatedRun): string => boundRatio(run)?.toFixed(3) ?? "–";

const coresOf = ({ runs }: BenchSimulation): number[] => [...new Set(runs.map(({ cores }) => cores))];

function ratioTable(simulation: BenchSimulation): Table {
  const cores = coresOf(simulation);
  return {
    title: `Simulated, ${caseName(simulation)}: makespan ÷ max(total ÷ cores, longest), by cores`,
    head: ["", ...cores.map(String), "what is different"],
    rows: runsByWay(simulation).map(([name, runs]) => [name, ...cells(cores, runs, ratioText), ...runs.slice(0, 1).map(about)]),
    note: noteOf(simulation),
  };
}

function defaultTable(simulation: BenchSimulation): Table {
  const cores = coresOf(simulation);
  const runs = runsByWay(simulation)[0]?.[1] ?? [];
  const rows: readonly (readonly [string, (run: BenchSimulatedRun) => string])[] = [
    ["encoders", (run) => String(run.encoders)],
    ["tasks", (run) => String(run.tasks)],
    ["batches", (run) => String(run.batches)],
    ["cores used", (run) => `${(run.utilisation * 100).toFixed(1)} %`],
    ["refused", (run) => String(run.failed)],
    ["most memory held", (run) => formatBytes(run.peakBytes)],
    ["budget", (run) => formatBytes(run.budgetBytes)],
  ];
  return {
    title: `The default on these machines, ${caseName(simulation)}`,
    head: ["", ...cores.map(String)],
    rows: rows.map(([title, text]) => [title, ...cells(cores, runs, text)]),
  };
}

function memoryTable(simulation: BenchSimulation): Table {
  const cores = coresOf(simulation);
  return {
    title: `Most memory held ÷ budget, ${caseName(simulation)}`,
    head: ["", ...cores.map(String)],
    rows: runsByWay(simulation).map(([name, runs]) => [
      name,
      ...cells(cores, runs, ({ peakBytes, budgetBytes }) => (peakBytes / budgetBytes).toFixed(2)),
    ]),
  };
}

function cells(cores: readonly number[], runs: readonly BenchSimulatedRun[], text: (run: BenchSimulatedRun) => string): string[] {
  return cores.map((count) => {
    const run = runs.find((each) => each.cores === count);
    return run === undefined ? "–" : text(run);
  });
}

function noteOf({ images, machine }: BenchSimulation): string {
  const { tasksPerCore, budgetBytesPerCore, baseBytes, messageMs, spawnMs } = machine;
  return (
    `The real planner on simulated encoders. ${images.length} images, repeated to at least ${tasksPerCore} tasks a core, each with the CPU ` +
    `time and the peak memory that raw sharp took for it alone; planning knows the headers and what it learns. Runnable threads share ` +
    `the cores evenly; a message takes ${messageMs} ms, a fork ${spawnMs} ms of CPU time, an idle encoder ${formatBytes(baseBytes)}; the budget is ` +
    `${formatBytes(budgetBytesPerCore)} a core. Reading and writing files takes no time but CPU time. Threads are assumed to share half of an AVIF encode.`
  );
}
