import {
  type Distribution,
  formatBytes,
  type JobReport,
  type OutputSettings,
  qualityInWords,
  resizeInWords,
} from "@pixelmill/core";
import { duration, significant } from "./numbers.ts";
import type { Table } from "./table.ts";

/** How long images waited and ran. */
export function timesTable({ waitMs, runMs }: JobReport): Table {
  const row = (name: string, { p50, p95, p99, max, mean }: Distribution) => [name, ...[mean, p50, p95, p99, max].map(duration)];
  return {
    title: "Wait and run times",
    head: ["", "mean", "p50", "p95", "p99", "longest"],
    rows: [row("from submission to start", waitMs), row("from start to end", runMs)],
    note: "Quantiles are exact within 10 %.",
  };
}

/** What happened to the pool while the job was at work. */
export function poolTable({ pools, tasks }: JobReport): Table {
  const sum = (of: (pool: JobReport["pools"][number]) => number) => pools.reduce((total, pool) => total + of(pool), 0);
  const highest = Math.max(0, ...pools.map(({ memoryBytes }) => memoryBytes.max ?? 0));
  const spawns = pools.flatMap(({ spawnMs }) => (spawnMs.count > 0 ? [spawnMs] : []));
  const slowest = Math.max(0, ...spawns.map(({ max }) => max ?? 0));
  const times = spawns.length === 0 ? "" : `, ${duration(spawns[0]?.p50 ?? null)} each, at most ${duration(slowest)}`;
  return {
    title: "The pool while the job was at work",
    head: ["", "measured"],
    text: true,
    rows: [
      ["Highest memory of service and encoders", highest === 0 ? "–" : formatBytes(highest)],
      ["Samples of it above the budget", `${sum((pool) => pool.aboveBudget)} of ${sum((pool) => pool.memoryBytes.count)}`],
      ["Encoders started", `${sum((pool) => pool.spawnMs.count)}${times}`],
      ["Encoders ended", String(sum((pool) => pool.gone))],
      ["Images begun again after their encoder was lost or they were asked back", String(tasks.retries)],
      ["Contention: time that encoders with room waited for memory", duration(sum((pool) => pool.contentionMs))],
    ],
    note: "Whichever jobs it worked for: encoders and memory are shared.",
  };
}

/** How far the estimates were from what was measured. */
export function estimatesTable({ timeOverEstimate, memoryOverEstimate }: JobReport): Table {
  const row = (name: string, { count, p50, p95, max }: Distribution) => [
    name,
    String(count),
    ...[p50, p95, max].map((value) => (value === null ? "–" : significant(value))),
  ];
  return {
    title: "Measured ÷ estimated",
    head: ["", "images", "p50", "p95", "highest"],
    rows: [row("time", timeOverEstimate), row("memory", memoryOverEstimate)],
    note: "1 is exact. Memory is measured where an image ran alone in its encoder.",
  };
}

/** Everything in force, for each start of the service that worked on the job. */
export function configurationTables({ engines, job }: JobReport): Table[] {
  const { outputs, ...others } = job.settings;
  const settings = {
    title: "Settings of the job",
    head: ["", "value"],
    text: true,
    rows: [["priority", job.priority], ...outputs.map(outputRow), ...rowsOf(others)],
  };
  return [
    settings,
    ...engines.map(({ startedAt, configuration: { plan, versions, ...rest } }) => ({
      title: `Service started ${timeText(startedAt)}`,
      head: ["", "value"],
      text: true,
      rows: [...rowsOf(versions), ...rowsOf(rest), ...rowsOf(plan, "plan: ")],
    })),
  ];
}

const outputRow = ({ format, quality, resize, sharpen }: OutputSettings, at: number): string[] => [
  `output ${at + 1}`,
  [
    format,
    quality === null ? "default quality" : typeof quality === "number" ? `quality ${quality}` : qualityInWords(quality),
    resize === null ? "size kept" : resizeInWords(resize),
    ...(sharpen ? ["sharpened"] : []),
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
