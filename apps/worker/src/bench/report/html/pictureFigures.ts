import { encoderLanes, formatBytes, type RunPicture, throughputOverTime, waitAndRunTimes } from "@pixelmill/core";
import { columnChart } from "../../../report/html/columnChart.ts";
import type { Figure } from "../../../report/html/figure.ts";
import { timeChart } from "../../../report/html/timeChart.ts";
import { duration, short, shortDuration, significant } from "../../../report/numbers.ts";
import { lanesFigure } from "./lanesChart.ts";

/** Slices of time in which throughput is drawn. */
const slices = 60;

/** Samples of memory in its table: every one would be thousands. */
const tableSamples = 100;

/** Every chart of a run. */
export const pictureFigures = (picture: RunPicture): Figure[] => [
  throughputFigure(picture),
  lanesFigure(picture),
  memoryFigure(picture),
  batchFigure(picture),
  encoderFigure(picture),
  timesFigure(picture),
];

function throughputFigure(picture: RunPicture): Figure {
  const parts = throughputOverTime(picture, slices);
  const points = parts.map(({ fromMs, toMs, megapixelsPerSecond }) => ({
    atMs: (fromMs + toMs) / 2,
    value: megapixelsPerSecond,
  }));
  return {
    title: "Throughput over time: source megapixels a second",
    description: `Megapixels a second over ${duration(picture.wallMs)}`,
    drawing: timeChart({ points, lengthMs: picture.wallMs, label: short }),
    table: {
      head: ["from", "to", "MP/s"],
      rows: parts.map(({ fromMs, toMs, megapixelsPerSecond }) => [
        duration(fromMs),
        duration(toMs),
        significant(megapixelsPerSecond),
      ]),
    },
  };
}

function memoryFigure({ memory, wallMs, budgetBytes }: RunPicture): Figure {
  const points = memory.map(({ atMs, bytes }) => ({ atMs, value: bytes }));
  const step = Math.max(1, Math.ceil(memory.length / tableSamples));
  const limit = { value: budgetBytes, label: `budget ${formatBytes(budgetBytes)}` };
  return {
    title: `Memory against the budget of ${formatBytes(budgetBytes)}`,
    description: `Memory of all processes over ${duration(wallMs)}, budget ${formatBytes(budgetBytes)}`,
    drawing: timeChart({ points, lengthMs: wallMs, label: formatBytes, limit }),
    table: {
      head: ["at", "most memory"],
      rows: Array.from({ length: Math.ceil(memory.length / step) }, (_, index) => {
        const part = memory.slice(index * step, (index + 1) * step);
        return [duration(part[0]?.atMs ?? 0), formatBytes(Math.max(...part.map(({ bytes }) => bytes)))];
      }),
      note: step === 1 ? "Every sample." : `The highest of ${step} samples each.`,
    },
  };
}

function batchFigure({ batchSizes }: RunPicture): Figure {
  const named = batchSizes.map(({ upTo, count }, index) => {
    const least = (batchSizes[index - 1]?.upTo ?? 0) + 1;
    const label = upTo === null ? `${least} and more` : upTo === least ? String(upTo) : `${least}–${upTo}`;
    return { label, value: count };
  });
  return {
    title: "Batch sizes: batches by their number of tasks",
    description: "Histogram of tasks in a batch",
    drawing: columnChart(named, short),
    table: { head: ["tasks in a batch", "batches"], rows: named.map(({ label, value }) => [label, String(value)]) },
  };
}

function encoderFigure(picture: RunPicture): Figure {
  const lanes = encoderLanes(picture);
  return {
    title: "Tasks per encoder",
    description: `Tasks of each of ${lanes.length} encoders`,
    drawing: columnChart(
      lanes.map(({ encoder, tasks }) => ({ label: `encoder ${encoder}`, value: tasks.length })),
      short,
    ),
    table: {
      head: ["encoder", "tasks", "busy", "share of the run"],
      rows: lanes.map(({ encoder, tasks, busyMs }) => [
        String(encoder),
        String(tasks.length),
        duration(busyMs),
        `${((busyMs / Math.max(picture.wallMs, 1e-6)) * 100).toFixed(1)} %`,
      ]),
    },
  };
}

function timesFigure(picture: RunPicture): Figure {
  const { wait, run } = waitAndRunTimes(picture);
  const columns = (["wait", "run"] as const).flatMap((what) =>
    Object.entries(what === "wait" ? wait : run).map(([name, value]) => ({
      label: `${what} ${name}`,
      value: value ?? 0,
      name: what === "wait" ? ("second" as const) : ("first" as const),
    })),
  );
  return {
    title: "Wait and run times: from submission to start, from start to end",
    description: "Quantiles of wait and run times",
    drawing: columnChart(columns, shortDuration),
    table: { head: ["", "time"], rows: columns.map(({ label, value }) => [label, duration(value)]) },
  };
}
