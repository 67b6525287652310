import { formatBytes, type JobReport } from "@pixelmill/core";
import { escapeHtml } from "./html/escape.ts";
import { type Fact, facts } from "./html/facts.ts";
import { figure } from "./html/figure.ts";
import { titledTable } from "./html/htmlTable.ts";
import { page } from "./html/page.ts";
import { jobFigures } from "./jobFigures.ts";
import { configurationTables, estimatesTable, poolTable, timesTable, timeText } from "./jobTables.ts";
import { duration, significant } from "./numbers.ts";

/** A job's report as one page that needs nothing from anywhere, no script either. */
export function jobReportPage(report: JobReport): string {
  const { job, tasks } = report;
  const files = `${job.totals.files} ${job.totals.files === 1 ? "file" : "files"}`;
  const charts =
    tasks.ran === 0
      ? ["<p>No image has been through an encoder yet.</p>"]
      : [titledTable(timesTable(report)), ...jobFigures(report).map(figure), titledTable(estimatesTable(report))];
  return page(
    `Report of a job of ${files}`,
    [
      `<p>${escapeHtml(whenText(report))}</p>`,
      facts(factsOf(report)),
      ...charts,
      titledTable(poolTable(report)),
      `<h2>Configuration</h2>`,
      ...configurationTables(report).map(titledTable),
    ].join("\n"),
  );
}

function whenText({ job, createdAt }: JobReport): string {
  const created = `Job ${job.id}, created ${timeText(job.createdAt)}`;
  if (job.finishedAt === null) return `${created}, still at work: this is how far it was at ${timeText(Date.parse(createdAt))}.`;
  return `${created}, ${job.state} ${timeText(job.finishedAt)}.`;
}

function factsOf({ job, tasks, wallMs, rates, ratio, pools }: JobReport): Fact[] {
  const { states, deliveredSourceBytes, outputBytes } = job.totals;
  const highest = Math.max(0, ...pools.map(({ memoryBytes }) => memoryBytes.max ?? 0));
  return [
    {
      name: "Delivered",
      value: `${states.optimized + states.keptOriginal} of ${job.totals.files}`,
      more: `${states.keptOriginal} kept as they were, ${states.failed} failed, ${states.cancelled} cancelled`,
    },
    {
      name: "Size",
      value: ratio === null ? "–" : `${(ratio * 100).toFixed(1)} %`,
      more: `${formatBytes(deliveredSourceBytes)} → ${formatBytes(outputBytes)}`,
    },
    { name: "Time", value: duration(wallMs), more: "from the first submission to the last end" },
    {
      name: "Images",
      value: rates === null ? "–" : `${significant(rates.imagesPerSecond)} /s`,
      more: `${tasks.ran} ran, ${tasks.retries} begun again, ${tasks.known} known from before`,
    },
    { name: "Pixels", value: rates === null ? "–" : `${significant(rates.megapixelsPerSecond)} MP/s`, more: "of sources" },
    { name: "Bytes", value: rates === null ? "–" : `${formatBytes(rates.bytesPerSecond)}/s`, more: "of sources" },
    { name: "Highest memory", value: highest === 0 ? "–" : formatBytes(highest), more: "service and all encoders" },
  ];
}
