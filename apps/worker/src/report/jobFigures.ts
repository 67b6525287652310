import { type Distribution, formatBytes, type JobReport } from "@pixelmill/core";
import { exactColumns, roundColumns } from "./histogram.ts";
import { type Column, columnChart } from "./html/columnChart.ts";
import type { Figure } from "./html/figure.ts";
import { timeChart } from "./html/timeChart.ts";
import { jobLanesFigure } from "./jobLanesFigure.ts";
import { duration, short, shortDuration, significant } from "./numbers.ts";

/** Rows of a table of samples: every one would be hundreds. */
const tableRows = 60;

/** Every chart of a job in which something ran. */
export const jobFigures = (report: JobReport): Figure[] => [
  throughputFigure(report),
  jobLanesFigure(report),
  ...memoryFigures(report),
  batchFigure(report),
  encoderFigure(report),
  timeFigure("Wait times: from submission to start", report.waitMs, "second"),
  timeFigure("Run times: from start to end", report.runMs, "first"),
];

function throughputFigure({ overTime, wallMs }: JobReport): Figure {
  const points = overTime.map(({ fromMs, toMs, megapixelsPerSecond }) => ({
    atMs: (fromMs + toMs) / 2,
    value: megapixelsPerSecond,
  }));
  const step = Math.ceil(overTime.length / tableRows);
  return {
    title: "Throughput over time: source megapixels a second",
    description: `Megapixels a second over ${duration(wallMs)}`,
    drawing: timeChart({ points, lengthMs: wallMs, label: short }),
    table: {
      head: ["from", "to", "images/s", "MP/s", "MB/s read"],
      rows: everyNth(overTime, step).map((slice) => [
        duration(slice.fromMs),
        duration(slice.toMs),
        significant(slice.imagesPerSecond),
        significant(slice.megapixelsPerSecond),
        significant(slice.bytesPerSecond / 1e6),
      ]),
      ...(step > 1 ? { note: `One slice of ${step}.` } : {}),
    },
  };
}

function memoryFigures({ pools, beganAt, wallMs }: JobReport): Figure[] {
  const samples = pools.flatMap(({ memory }) => memory).map((sample) => ({ ...sample, atMs: sample.atMs - (beganAt ?? 0) }));
  const within = samples.filter(({ atMs }) => atMs >= 0);
  if (within.length === 0) return [];
  const budget = Math.min(...within.map(({ budgetBytes }) => budgetBytes));
  const limit = { value: budget, label: `budget ${formatBytes(budget)}` };
  const step = Math.ceil(within.length / tableRows);
  const columns = pools.length === 1 && pools[0] !== undefined ? roundColumns(inMegabytes(pools[0].memoryBytes), megabytes) : [];
  return [
    {
      title: `Memory against the budget of ${formatBytes(budget)}`,
      description: `Memory of the service and all encoders over ${duration(wallMs)}, budget ${formatBytes(budget)}`,
      drawing: timeChart({
        points: within.map(({ atMs, usedBytes }) => ({ atMs, value: usedBytes })),
        lengthMs: Math.max(wallMs, ...within.map(({ atMs }) => atMs)),
        label: formatBytes,
        limit,
      }),
      table: {
        head: ["at", "memory", "budget"],
        rows: everyNth(within, step).map(({ atMs, usedBytes, budgetBytes }) => [
          duration(atMs),
          formatBytes(usedBytes),
          formatBytes(budgetBytes),
        ]),
        note: "Of the whole service while the job was at work. Where it took long, a sample is the highest of several.",
      },
    },
    ...(columns.length > 1 ? [histogramFigure("Memory: samples by use", "samples", columns)] : []),
  ];
}

const batchFigure = ({ batchSizes }: JobReport): Figure =>
  histogramFigure("Batch sizes: batches by their number of images", "batches", exactColumns(batchSizes));

function encoderFigure({ encoders, otherEncoders, wallMs }: JobReport): Figure {
  const starts = new Set(encoders.map(({ engine }) => engine)).size;
  const nameOf = ({ engine, encoder }: JobReport["encoders"][number]) => (starts > 1 ? `${engine}.${encoder}` : String(encoder));
  const rows = encoders.map((share) => [
    nameOf(share),
    String(share.tasks),
    duration(share.busyMs),
    `${((share.busyMs / Math.max(wallMs, 1e-6)) * 100).toFixed(1)} %`,
  ]);
  const others =
    otherEncoders.count === 0
      ? []
      : [[`${otherEncoders.count} more`, String(otherEncoders.tasks), duration(otherEncoders.busyMs), ""]];
  return {
    title: "Images per encoder",
    description: `Images of each of ${encoders.length} encoders`,
    drawing: columnChart(
      encoders.map((share) => ({ label: nameOf(share), value: share.tasks })),
      short,
    ),
    table: { head: ["encoder", "images", "busy with the job", "share of its time"], rows: [...rows, ...others] },
  };
}

const timeFigure = (title: string, times: Distribution, name: "first" | "second"): Figure =>
  histogramFigure(
    title,
    "images",
    roundColumns(times, shortDuration).map((column) => ({ ...column, name })),
  );

const histogramFigure = (title: string, unit: string, columns: readonly Column[]): Figure => ({
  title,
  description: `Histogram. ${title}`,
  drawing: columnChart(columns, short),
  table: { head: ["", unit], rows: columns.map(({ label, value }) => [label, String(value)]) },
});

const megabytes = (value: number): string => formatBytes(value * 1e6);

const inMegabytes = (distribution: Distribution): Distribution => ({
  ...distribution,
  max: distribution.max === null ? null : distribution.max / 1e6,
  histogram: distribution.histogram.map(({ upTo, count }) => ({ upTo: upTo === null ? null : upTo / 1e6, count })),
});

const everyNth = <T>(values: readonly T[], step: number): T[] => values.filter((_, index) => index % step === 0);
