import type { Distribution, JobReport } from "@pixelmill/core";
import { exactColumns, roundColumns } from "./histogram.ts";
import { type Column, columnChart } from "./html/columnChart.ts";
import type { Figure } from "./html/figure.ts";
import { timeChart } from "./html/timeChart.ts";
import { jobLanesFigure } from "./jobLanesFigure.ts";
import type { ReportWords } from "./words.ts";

/** Rows of a table of samples: every one would be hundreds. */
const tableRows = 60;

/** Every chart of a job in which something ran. */
export const jobFigures = (report: JobReport, words: ReportWords): Figure[] => [
  throughputFigure(report, words),
  jobLanesFigure(report, words),
  ...memoryFigures(report, words),
  batchFigure(report, words),
  encoderFigure(report, words),
  timeFigure(words.t("waitTimes"), report.waitMs, "second", words),
  timeFigure(words.t("runTimes"), report.runMs, "first", words),
];

function throughputFigure({ overTime, wallMs }: JobReport, words: ReportWords): Figure {
  const { t, short, duration, significant, shortDuration: time } = words;
  const points = overTime.map(({ fromMs, toMs, megapixelsPerSecond }) => ({
    atMs: (fromMs + toMs) / 2,
    value: megapixelsPerSecond,
  }));
  const step = Math.ceil(overTime.length / tableRows);
  return {
    title: t("throughput.title"),
    description: t("throughput.description", { time: duration(wallMs) }),
    drawing: timeChart({ points, lengthMs: wallMs, label: short, time }),
    table: {
      head: [t("throughput.from"), t("throughput.to"), t("throughput.images"), t("throughput.megapixels"), t("throughput.bytes")],
      rows: everyNth(overTime, step).map((slice) => [
        duration(slice.fromMs),
        duration(slice.toMs),
        significant(slice.imagesPerSecond),
        significant(slice.megapixelsPerSecond),
        significant(slice.bytesPerSecond / 1e6),
      ]),
      ...(step > 1 ? { note: t("throughput.note", { count: String(step) }) } : {}),
    },
  };
}

function memoryFigures({ pools, beganAt, wallMs }: JobReport, words: ReportWords): Figure[] {
  const { t, bytes, duration, shortDuration: time } = words;
  const samples = pools.flatMap(({ memory }) => memory).map((sample) => ({ ...sample, atMs: sample.atMs - (beganAt ?? 0) }));
  const within = samples.filter(({ atMs }) => atMs >= 0);
  if (within.length === 0) return [];
  const budget = Math.min(...within.map(({ budgetBytes }) => budgetBytes));
  const limit = { value: budget, label: t("memory.limit", { budget: bytes(budget) }) };
  const step = Math.ceil(within.length / tableRows);
  const columns =
    pools.length === 1 && pools[0] !== undefined
      ? roundColumns(inMegabytes(pools[0].memoryBytes), (value) => bytes(value * 1e6))
      : [];
  return [
    {
      title: t("memory.title", { budget: bytes(budget) }),
      description: t("memory.description", { time: duration(wallMs), budget: bytes(budget) }),
      drawing: timeChart({
        points: within.map(({ atMs, usedBytes }) => ({ atMs, value: usedBytes })),
        lengthMs: Math.max(wallMs, ...within.map(({ atMs }) => atMs)),
        label: bytes,
        time,
        limit,
      }),
      table: {
        head: [t("memory.at"), t("memory.memory"), t("memory.budget")],
        rows: everyNth(within, step).map(({ atMs, usedBytes, budgetBytes }) => [
          duration(atMs),
          bytes(usedBytes),
          bytes(budgetBytes),
        ]),
        note: t("memory.note"),
      },
    },
    ...(columns.length > 1 ? [histogramFigure(t("memory.histogram"), t("memory.samples"), columns, words)] : []),
  ];
}

function batchFigure({ batchSizes }: JobReport, words: ReportWords): Figure {
  const { t } = words;
  const columns = exactColumns(batchSizes, (least) => t("batches.more", { least: String(least) }));
  return histogramFigure(t("batches.title"), t("batches.batches"), columns, words);
}

function encoderFigure({ encoders, otherEncoders, wallMs }: JobReport, { t, duration, percent, short }: ReportWords): Figure {
  const starts = new Set(encoders.map(({ engine }) => engine)).size;
  const nameOf = ({ engine, encoder }: JobReport["encoders"][number]) => (starts > 1 ? `${engine}.${encoder}` : String(encoder));
  const rows = encoders.map((share) => [
    nameOf(share),
    String(share.tasks),
    duration(share.busyMs),
    percent(share.busyMs / Math.max(wallMs, 1e-6)),
  ]);
  const others =
    otherEncoders.count === 0
      ? []
      : [
          [
            t("encoders.more", { count: String(otherEncoders.count) }),
            String(otherEncoders.tasks),
            duration(otherEncoders.busyMs),
            "",
          ],
        ];
  return {
    title: t("encoders.title"),
    description: t("encoders.description", { count: encoders.length }),
    drawing: columnChart(
      encoders.map((share) => ({ label: nameOf(share), value: share.tasks })),
      short,
    ),
    table: {
      head: [t("encoders.encoder"), t("encoders.images"), t("encoders.busy"), t("encoders.share")],
      rows: [...rows, ...others],
    },
  };
}

const timeFigure = (title: string, times: Distribution, name: "first" | "second", words: ReportWords): Figure =>
  histogramFigure(
    title,
    words.t("encoders.images"),
    roundColumns(times, words.shortDuration).map((column) => ({ ...column, name })),
    words,
  );

const histogramFigure = (title: string, unit: string, columns: readonly Column[], { t, short }: ReportWords): Figure => ({
  title,
  description: t("histogram", { title }),
  drawing: columnChart(columns, short),
  table: { head: ["", unit], rows: columns.map(({ label, value }) => [label, String(value)]) },
});

const inMegabytes = (distribution: Distribution): Distribution => ({
  ...distribution,
  max: distribution.max === null ? null : distribution.max / 1e6,
  histogram: distribution.histogram.map(({ upTo, count }) => ({ upTo: upTo === null ? null : upTo / 1e6, count })),
});

const everyNth = <T>(values: readonly T[], step: number): T[] => values.filter((_, index) => index % step === 0);
