import { type BenchBombs, slowdowns } from "./benchBombs.ts";
import { type BenchBudgets, refusedButFits } from "./benchBudget.ts";
import type { BenchGrowth, BenchIdle, BenchInterference, BenchLatency, InteractiveRequest } from "./benchService.ts";
import { type BenchMeasure, measuresOf } from "./measures.ts";
import { quantile } from "./statistics.ts";

/** One image alone, by raw sharp and by the service. */
export const latencyMeasures = ({ rawMs, serviceMs }: BenchLatency): BenchMeasure[] => [
  ...measuresOf("raw", { latencyMs: rawMs }),
  ...measuresOf("service", { latencyMs: serviceMs }),
];

/** An interactive image on the idle service and beside a background job. */
export const interferenceMeasures = ({ idle, busy }: BenchInterference): BenchMeasure[] =>
  Object.entries({ idle, busy }).flatMap(([when, requests]) =>
    measuresOf(when, {
      latencyMs: requests.map(({ totalMs }) => totalMs),
      delayMs: requests.map(({ delayMs }) => delayMs),
    }),
  );

/** A job of photos beside bombs and alone. */
export const bombsMeasures = (of: BenchBombs): BenchMeasure[] => [
  ...measuresOf("alone", { wallMs: of.pairs.map(({ aloneMs }) => aloneMs) }),
  ...measuresOf("beside", { wallMs: of.pairs.map(({ besideMs }) => besideMs), slowdown: slowdowns(of) }),
];

/** What decides whether interactive images start in time. */
export const interferenceSummary = ({ idle, busy }: BenchInterference) => ({ idle: summaryOf(idle), busy: summaryOf(busy) });

function summaryOf(requests: readonly InteractiveRequest[]) {
  const delays = requests.map(({ delayMs }) => delayMs);
  const totals = requests.map(({ totalMs }) => totalMs);
  return {
    requests: requests.length,
    totalP50Ms: quantile(totals, 0.5),
    delayP50Ms: quantile(delays, 0.5),
    delayMaxMs: quantile(delays, 1),
    /** Requests whose task waited longer than the longest task ran that was running then. */
    late: requests.filter(isLate).length,
  };
}

/** Whether a task waited longer than the longest task ran that was running then; one that met none is not. */
export const isLate = ({ delayMs, longestRunningMs }: InteractiveRequest): boolean =>
  longestRunningMs !== null && delayMs > longestRunningMs;

/** CPU time of the idle service in percent of one core, by its parts. */
export function idlePercents({ seconds, cpuSeconds: { web, worker, encoders } }: BenchIdle) {
  const percent = (cpu: number) => (cpu / seconds) * 100;
  const all = percent(web + worker + encoders);
  return { web: percent(web), worker: percent(worker), encoders: percent(encoders), all };
}

export const idleMeasures = (idle: BenchIdle): BenchMeasure[] =>
  Object.entries(idlePercents(idle)).flatMap(([part, percent]) => measuresOf(part, { idlePercent: [percent] }));

/** Memory by the number of tasks that had ended. */
export const growthMeasures = ({ marks }: BenchGrowth): BenchMeasure[] =>
  marks.flatMap(({ ended, workerBytes, treeBytes }) => [
    ...measuresOf(`worker at ${ended}`, { peakBytes: [workerBytes] }),
    ...measuresOf(`tree at ${ended}`, { peakBytes: [treeBytes] }),
  ]);

/** Growth from the first mark to the last, as a share: 0.1 is a tenth more. Null where there are not two. */
export function growthShares({ marks }: BenchGrowth) {
  const [first, last] = [marks.at(0), marks.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  return {
    worker: last.workerBytes / first.workerBytes - 1,
    web: last.webBytes / first.webBytes - 1,
    tree: last.treeBytes / first.treeBytes - 1,
  };
}

/** Memory under each budget. */
export const budgetMeasures = ({ raw, runs }: BenchBudgets): BenchMeasure[] => [
  ...measuresOf("raw", { peakBytes: [raw.peakBytes] }),
  ...runs.flatMap(({ limitBytes, run }) =>
    measuresOf(`${run.variant} at ${limitBytes / 1e6} MB`, {
      peakBytes: [run.peakBytes],
      aboveBudget: [run.aboveBudget],
      refusedButFit: [run.failures.filter((failure) => refusedButFits(run, failure) === true).length],
    }),
  ),
];
