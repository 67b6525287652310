import {
  type Distribution,
  formatBytes,
  type JobReport,
  type OutputSettings,
  qualityInWords,
  resizeInWords,
} from "@pixelmill/core";
import type { Table } from "./table.ts";
import type { ReportWords } from "./words.ts";

/** How long images waited and ran. */
export function timesTable({ waitMs, runMs }: JobReport, { t, duration }: ReportWords): Table {
  const row = (name: string, { p50, p95, p99, max, mean }: Distribution) => [name, ...[mean, p50, p95, p99, max].map(duration)];
  return {
    title: t("times.title"),
    head: ["", t("times.mean"), "p50", "p95", "p99", t("times.longest")],
    rows: [row(t("times.wait"), waitMs), row(t("times.run"), runMs)],
    note: t("times.note"),
  };
}

/** What happened to the pool while the job was at work. */
export function poolTable({ pools, tasks }: JobReport, { t, bytes, duration }: ReportWords): Table {
  const sum = (of: (pool: JobReport["pools"][number]) => number) => pools.reduce((total, pool) => total + of(pool), 0);
  const highest = Math.max(0, ...pools.map(({ memoryBytes }) => memoryBytes.max ?? 0));
  const spawns = pools.flatMap(({ spawnMs }) => (spawnMs.count > 0 ? [spawnMs] : []));
  const slowest = Math.max(0, ...spawns.map(({ max }) => max ?? 0));
  const count = String(sum((pool) => pool.spawnMs.count));
  const times = { count, each: duration(spawns[0]?.p50 ?? null), most: duration(slowest) };
  return {
    title: t("pool.title"),
    head: ["", t("pool.measured")],
    text: true,
    rows: [
      [t("pool.memory"), highest === 0 ? "–" : bytes(highest)],
      [
        t("pool.above"),
        t("pool.aboveValue", {
          above: String(sum((pool) => pool.aboveBudget)),
          samples: String(sum((pool) => pool.memoryBytes.count)),
        }),
      ],
      [t("pool.started"), spawns.length === 0 ? count : t("pool.startedValue", times)],
      [t("pool.ended"), String(sum((pool) => pool.gone))],
      [t("pool.retries"), String(tasks.retries)],
      [t("pool.contention"), duration(sum((pool) => pool.contentionMs))],
    ],
    note: t("pool.note"),
  };
}

/** How far the estimates were from what was measured. */
export function estimatesTable({ timeOverEstimate, memoryOverEstimate }: JobReport, { t, significant }: ReportWords): Table {
  const row = (name: string, { count, p50, p95, max }: Distribution) => [
    name,
    String(count),
    ...[p50, p95, max].map((value) => (value === null ? "–" : significant(value))),
  ];
  return {
    title: t("estimates.title"),
    head: ["", t("estimates.images"), "p50", "p95", t("estimates.highest")],
    rows: [row(t("estimates.time"), timeOverEstimate), row(t("estimates.memory"), memoryOverEstimate)],
    note: t("estimates.note"),
  };
}

/** Everything in force, for each start of the service that worked on the job. */
export function configurationTables({ engines, job }: JobReport, words: ReportWords): Table[] {
  const { t } = words;
  const { outputs, ...others } = job.settings;
  const settings = {
    title: t("settings.title"),
    head: ["", t("settings.value")],
    text: true,
    rows: [
      [t("settings.priority"), job.priority],
      ...outputs.map((output, at) => outputRow(output, at, words)),
      ...rowsOf(others),
    ],
  };
  return [
    settings,
    ...engines.map(({ startedAt, configuration: { plan, versions, ...rest } }) => ({
      title: t("settings.service", { at: timeText(startedAt) }),
      head: ["", t("settings.value")],
      text: true,
      rows: [...rowsOf(versions), ...rowsOf(rest), ...rowsOf(plan, "plan: ")],
    })),
  ];
}

const outputRow = ({ format, quality, resize, sharpen }: OutputSettings, at: number, { t }: ReportWords): string[] => [
  t("settings.output", { number: String(at + 1) }),
  [
    format,
    quality === null
      ? t("settings.defaultQuality")
      : typeof quality === "number"
        ? t("settings.quality", { quality: String(quality) })
        : qualityInWords(quality),
    resize === null ? t("settings.sizeKept") : resizeInWords(resize),
    ...(sharpen ? [t("settings.sharpened")] : []),
  ].join(", "),
];

const rowsOf = (values: object, prefix = ""): string[][] =>
  Object.entries(values).map(([name, value]) => [`${prefix}${name}`, valueText(name, value)]);

function valueText(name: string, value: unknown): string {
  if (typeof value === "number" && name.endsWith("Bytes")) return formatBytes(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A moment as the machine's clock shows it in UTC, to the second. */
export const timeText = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
