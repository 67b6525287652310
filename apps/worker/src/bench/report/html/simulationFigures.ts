import { type BenchSimulation, boundRatio, caseName } from "@pixelmill/core";
import type { Figure } from "../../../report/html/figure.ts";
import { runsByWay } from "../simulationTables.ts";
import { lanesFigure } from "./lanesChart.ts";
import { type RatioBar, ratioFigure } from "./ratioFigure.ts";

/** Every chart of a simulated case: each way of planning on each machine, and lanes of a few runs. */
export const simulationFigures = (simulation: BenchSimulation): Figure[] => [
  ...[...new Set(simulation.runs.map(({ cores }) => cores))].map((cores) => boundFigure(simulation, cores)),
  ...simulation.pictures.map(({ title, encoders, picture }) => ({
    ...lanesFigure(picture),
    title: `Simulated lanes of ${encoders} encoders, ${title || "default"}`,
  })),
];

/** Makespan ÷ bound on one machine. */
function boundFigure(simulation: BenchSimulation, cores: number): Figure {
  const bars = runsByWay(simulation).flatMap(([label, runs], index): RatioBar[] => {
    const run = runs.find((each) => each.cores === cores);
    const ratio = run === undefined ? null : boundRatio(run);
    return ratio === null ? [] : [{ label, ratio, colour: index === 0 ? "first" : "second" }];
  });
  return ratioFigure({
    title: `Makespan ÷ bound on ${cores} cores: ${caseName(simulation)}`,
    description: `Makespan divided by what no plan can beat, for ${bars.length} ways of planning on ${cores} cores`,
    head: "makespan ÷ bound",
    bars,
  });
}
