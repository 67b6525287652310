import type { JobReport, Locale } from "@pixelmill/core";
import { escapeHtml } from "./html/escape.ts";
import { type Fact, facts } from "./html/facts.ts";
import { type Figure, figure } from "./html/figure.ts";
import { titledTable } from "./html/htmlTable.ts";
import { page } from "./html/page.ts";
import { jobFigures } from "./jobFigures.ts";
import { configurationTables, estimatesTable, poolTable, timesTable, timeText } from "./jobTables.ts";
import { outcomeFigures } from "./outcomeFigures.ts";
import { type ReportWords, reportWords } from "./words.ts";

/** A job's report as one page that needs nothing from anywhere, no script either. */
export function jobReportPage(report: JobReport, locale?: Locale): string {
  const words = reportWords(locale);
  const { t } = words;
  const { job, tasks } = report;
  const drawn = (each: Figure) => figure({ ...each, tableName: t("table") });
  const charts =
    tasks.ran === 0
      ? [`<p>${escapeHtml(t("nothingRan"))}</p>`]
      : [
          titledTable(timesTable(report, words)),
          ...jobFigures(report, words).map(drawn),
          titledTable(estimatesTable(report, words)),
        ];
  const results = outcomeFigures(report.outcomes, words).map(drawn);
  const outcomes = results.length === 0 ? [] : [heading(t("results")), ...results];
  return page(
    t("title", { files: job.totals.files }),
    [
      `<p>${escapeHtml(whenText(report, words))}</p>`,
      facts(factsOf(report, words)),
      ...outcomes,
      heading(t("measurements")),
      ...charts,
      titledTable(poolTable(report, words)),
      heading(t("configuration")),
      ...configurationTables(report, words).map(titledTable),
    ].join("\n"),
    words.locale,
  );
}

const heading = (text: string): string => `<h2>${escapeHtml(text)}</h2>`;

function whenText({ job, createdAt }: JobReport, { t }: ReportWords): string {
  const of = { id: job.id, created: timeText(job.createdAt) };
  if (job.finishedAt === null) return t("atWork", { ...of, at: timeText(Date.parse(createdAt)) });
  return t(job.state === "cancelled" ? "cancelled" : "finished", { ...of, at: timeText(job.finishedAt) });
}

function factsOf({ job, tasks, wallMs, rates, ratio, pools }: JobReport, words: ReportWords): Fact[] {
  const { t, bytes, duration, significant, percent } = words;
  const { states, deliveredSourceBytes, outputBytes } = job.totals;
  const highest = Math.max(0, ...pools.map(({ memoryBytes }) => memoryBytes.max ?? 0));
  const count = (key: "optimized" | "keptOriginal" | "failed" | "cancelled") => String(states[key]);
  return [
    {
      name: t("facts.delivered"),
      value: t("facts.deliveredValue", {
        delivered: String(states.optimized + states.keptOriginal),
        files: String(job.totals.files),
      }),
      more: t("facts.deliveredMore", { kept: count("keptOriginal"), failed: count("failed"), cancelled: count("cancelled") }),
    },
    {
      name: t("facts.size"),
      value: ratio === null ? "–" : percent(ratio),
      more: `${bytes(deliveredSourceBytes)} → ${bytes(outputBytes)}`,
    },
    { name: t("facts.time"), value: duration(wallMs), more: t("facts.timeMore") },
    {
      name: t("facts.images"),
      value: rates === null ? "–" : `${significant(rates.imagesPerSecond)} /s`,
      more: t("facts.imagesMore", { ran: String(tasks.ran), retries: String(tasks.retries), known: String(tasks.known) }),
    },
    {
      name: t("facts.pixels"),
      value: rates === null ? "–" : `${significant(rates.megapixelsPerSecond)} MP/s`,
      more: t("facts.ofSources"),
    },
    { name: t("facts.bytes"), value: rates === null ? "–" : `${bytes(rates.bytesPerSecond)}/s`, more: t("facts.ofSources") },
    { name: t("facts.memory"), value: highest === 0 ? "–" : bytes(highest), more: t("facts.memoryMore") },
  ];
}
