import { type BenchRun, pixelCount } from "@pixelmill/core";
import { inspectionPids, treeCpuSeconds } from "../processes/processTree.ts";
import type { Program, VariantRun, Work } from "../variants/variant.ts";

/** A run, measured, and what the variant told of it. */
export interface MeasuredRun {
  readonly run: BenchRun;
  readonly told: VariantRun;
}

/** Runs something over its whole work once. CPU time is read from outside, before and after. */
export async function measureRun(variant: Program, work: Work): Promise<MeasuredRun> {
  const inspectors = inspectionPids(variant.cpuRoots);
  const before = [treeCpuSeconds(variant.cpuRoots), treeCpuSeconds(inspectors)] as const;
  const told = await variant.run();
  const cpuSeconds = since(before[0], treeCpuSeconds(variant.cpuRoots));
  const inspectionCpuSeconds = since(before[1], treeCpuSeconds(inspectors));
  const inspection = told.engine === null ? null : { wallMs: told.engine.inspectionMs, cpuSeconds: inspectionCpuSeconds };
  return { told, run: { wallMs: told.wallMs, cpuSeconds, inspection, ...delivered(told, work) } };
}

const since = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : Math.max(0, after - before);

function delivered({ results }: VariantRun, { files }: Work) {
  const infos = new Map(files.map(({ name, info }) => [name, info]));
  const done = results.flatMap(({ name, bytes }) => {
    const info = infos.get(name);
    return bytes === null || info === undefined ? [] : [{ bytes, pixels: pixelCount(info), sourceBytes: info.bytes }];
  });
  const sum = (of: (one: (typeof done)[number]) => number) => done.reduce((total, one) => total + of(one), 0);
  return {
    images: done.length,
    failed: results.length - done.length,
    pixels: sum(({ pixels }) => pixels),
    sourceBytes: sum(({ sourceBytes }) => sourceBytes),
    outputBytes: sum(({ bytes }) => bytes),
  };
}
