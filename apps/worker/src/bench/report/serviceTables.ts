import {
  type BenchBombs,
  type BenchGrowth,
  type BenchIdle,
  type BenchInterference,
  type BenchLatency,
  benchQuantities,
  bombsMeasures,
  growthShares,
  idlePercents,
  interferenceSummary,
  latencySummary,
  outputsInWords,
} from "@pixelmill/core";
import { bytes, duration, significant } from "../../report/numbers.ts";
import type { Table } from "../../report/table.ts";
import { intervalText, valueText } from "./numbers.ts";

/** One image alone. */
export function latencyTable(latency: BenchLatency): Table {
  const { rawP50Ms, serviceP50Ms, rawP95Ms, serviceP95Ms, ratio, moreMs } = latencySummary(latency);
  return {
    title: `One image of ${significant(latency.pixels / 1e6)} MP to ${outputsInWords(latency.settings.outputs)}, by one HTTP request to the idle service`,
    head: ["", "p50", "p95"],
    rows: [
      ["raw sharp", duration(rawP50Ms), duration(rawP95Ms)],
      ["service", duration(serviceP50Ms), duration(serviceP95Ms)],
    ],
    note: `Service ÷ raw sharp, p50: ${ratio === null ? "–" : ratio.toFixed(2)}; ${duration(moreMs)} more. ${latency.rawMs.length} requests.`,
  };
}

/** An interactive image on the idle service and beside a background job. */
export function interferenceTable(interference: BenchInterference): Table {
  const { pixels, settings, background } = interference;
  const { idle, busy } = interferenceSummary(interference);
  const row = (name: string, of: typeof idle) => [
    name,
    String(of.requests),
    duration(of.totalP50Ms),
    duration(of.delayP50Ms),
    duration(of.delayMaxMs),
    String(of.late),
  ];
  return {
    title: `An interactive image of ${significant(pixels / 1e6)} MP to ${outputsInWords(settings.outputs)}, alone and beside a background job`,
    head: ["", "requests", "whole, p50", "wait, p50", "wait, longest", "late"],
    rows: [row("idle service", idle), row("background job", busy)],
    note:
      `Background: ${background.files} files, ${significant(background.pixels / 1e6)} MP. Wait: from ready to begun, by the task's own ` +
      "times. Late: waited longer than the longest task ran that was running when it became ready.",
  };
}

/** A job of photos beside bombs and alone. */
export function bombsTable(of: BenchBombs): Table {
  const { limits, settings, files, pixels, bombs } = of;
  const fates = Map.groupBy(bombs, ({ became }) => became);
  return {
    title: `A job of ${files} photos, ${significant(pixels / 1e6)} MP, to ${outputsInWords(settings.outputs)}, beside ${bombs.length} bombs and alone; ${limits} limits`,
    head: ["", "", "median", "interval"],
    text: true,
    rows: bombsMeasures(of).map(({ variant, quantity, estimate }) => [
      benchQuantities[quantity].label,
      quantity === "slowdown" ? "" : variant,
      valueText(quantity, estimate.median),
      intervalText(quantity, estimate),
    ]),
    note: `What had become of the bombs when the photos of the first pair were done: ${[...fates]
      .map(([became, those]) => `${became} (${those.map(({ name }) => name).join(", ")})`)
      .join("; ")}.`,
  };
}

/** Memory of the service while a job of many files runs. */
export function growthTable(growth: BenchGrowth): Table {
  const shares = growthShares(growth);
  const percent = (share: number) => `${share >= 0 ? "+" : "−"}${Math.abs(share * 100).toFixed(1)} %`;
  const rows = growth.marks.map(({ ended, workerBytes, webBytes, treeBytes }) => [
    `${ended} ended`,
    bytes(workerBytes),
    bytes(webBytes),
    bytes(treeBytes),
  ]);
  return {
    title: `Memory of the service during a job of ${growth.files} small files`,
    head: ["", "worker", "web app", "all with encoders"],
    rows: shares === null ? rows : [...rows, ["growth", percent(shares.worker), percent(shares.web), percent(shares.tree)]],
    note: "Each the median of the samples, every 20 ms, since nine tenths of so many had ended.",
  };
}

/** CPU time of the service that has nothing to do. */
export function idleTable(idle: BenchIdle): Table {
  const percents = idlePercents(idle);
  return {
    title: `CPU time of the idle service over ${significant(idle.seconds)} s, in percent of one core`,
    head: ["", "percent"],
    rows: Object.entries(percents).map(([part, percent]) => [part === "web" ? "web app" : part, percent.toFixed(3)]),
    note: `${idle.encoders} encoders were warm. Read from outside; the system counts in steps of 10 ms.`,
  };
}
