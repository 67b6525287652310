import { type FormatChange, type JobOutcomes, type JobReport, sourceFacts } from "@pixelmill/core";
import { barChart } from "./html/barChart.ts";
import { type Column, columnChart } from "./html/columnChart.ts";
import type { Figure } from "./html/figure.ts";
import type { ReportWords } from "./words.ts";

/** Rows of a chart; its table has all. */
const mostRows = 8;

/** Every chart of what a job's files came to; none of one in which no file has ended. */
export const outcomeFigures = ({ savings, formats, failures }: JobReport["outcomes"], words: ReportWords): Figure[] => [
  ...(formats.length > 0 ? [savingsFigure(savings, words), formatsFigure(formats, words)] : []),
  ...(failures.length > 0 ? [failuresFigure(failures, words)] : []),
];

function savingsFigure({ larger, kept, tenths }: JobOutcomes["savings"], { t, short }: ReportWords): Figure {
  const columns: Column[] = [
    ...(larger > 0 ? [{ label: t("savings.larger"), value: larger, name: "second" } as const] : []),
    { label: t("savings.kept"), value: kept, name: "second" },
    ...tenths.map((value, tenth) => ({ label: `${tenth * 10}–${tenth * 10 + 10} %`, value })),
  ];
  return {
    title: t("savings.title"),
    description: t("savings.description"),
    drawing: columnChart(columns, short),
    table: { head: [t("savings.saved"), t("savings.files")], rows: columns.map(({ label, value }) => [label, String(value)]) },
  };
}

function nameOf({ from, to }: FormatChange): string {
  const made = sourceFacts[to].label;
  return from === null || from === to ? made : `${sourceFacts[from].label} → ${made}`;
}

function formatsFigure(formats: readonly FormatChange[], { t, bytes, percent }: ReportWords): Figure {
  const rows = formats.slice(0, mostRows).map((change) => ({
    label: nameOf(change),
    bars: [
      {
        value: change.sourceBytes,
        label: t("formats.beforeBytes", { bytes: bytes(change.sourceBytes) }),
        name: "second",
      } as const,
      { value: change.outputBytes, label: t("formats.afterBytes", { bytes: bytes(change.outputBytes) }), name: "first" } as const,
    ],
  }));
  return {
    title: t("formats.title"),
    description: t("formats.description", { count: formats.length }),
    ...barChart(rows),
    table: {
      head: [
        t("formats.format"),
        t("savings.files"),
        t("savings.kept"),
        t("formats.before"),
        t("formats.after"),
        t("savings.saved"),
      ],
      rows: formats.map((change) => [
        nameOf(change),
        String(change.outputs),
        String(change.kept),
        bytes(change.sourceBytes),
        bytes(change.outputBytes),
        percent(1 - change.outputBytes / change.sourceBytes),
      ]),
      note: t("formats.note"),
    },
  };
}

function failuresFigure(failures: JobOutcomes["failures"], { t, failure }: ReportWords): Figure {
  const rows = failures.slice(0, mostRows).map(({ code, files }) => ({
    label: code,
    bars: [{ value: files, label: String(files), name: "bad" } as const],
  }));
  return {
    title: t("failures.title"),
    description: t("failures.description", { count: failures.length }),
    ...barChart(rows),
    table: {
      head: [t("failures.reason"), t("savings.files"), t("failures.said")],
      text: true,
      rows: failures.map(({ code, files, message }) => [code, String(files), failure({ code, message })]),
    },
  };
}
