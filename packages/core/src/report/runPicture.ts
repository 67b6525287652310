import * as z from "zod";
import { quantile } from "./statistics.ts";

const ms = z.number().min(0);

/** One task on its way through an encoder; times since the run began, in milliseconds. */
const pictureTaskSchema = z.strictObject({
  name: z.string(),
  encoder: z.int(),
  pixels: z.number().min(0),
  submittedMs: ms,
  startedMs: ms,
  endedMs: ms,
  failed: z.boolean(),
});

export type PictureTask = z.infer<typeof pictureTaskSchema>;

/** Everything that the charts of one run are drawn from. */
export const runPictureSchema = z.strictObject({
  wallMs: ms,
  budgetBytes: z.number().min(0),
  tasks: z.array(pictureTaskSchema),
  memory: z.array(z.strictObject({ atMs: ms, bytes: z.number().min(0) })),
  /** Batches by their number of tasks; the last bound is null: everything above. */
  batchSizes: z.array(z.strictObject({ upTo: z.number().nullable(), count: z.int().min(0) })),
});

export type RunPicture = z.infer<typeof runPictureSchema>;

/** One encoder's part in a run. */
export interface EncoderLane {
  readonly encoder: number;
  /** By their start. `row` tells tasks apart that ran at once: each goes to the first row that is free. */
  readonly tasks: readonly (PictureTask & { readonly row: number })[];
  readonly rows: number;
  /** Time with at least one task running, in milliseconds. */
  readonly busyMs: number;
}

/** The tasks of a run by encoder, by its number. */
export function encoderLanes({ tasks }: Pick<RunPicture, "tasks">): EncoderLane[] {
  const byEncoder = new Map<number, PictureTask[]>();
  for (const task of tasks.toSorted((a, b) => a.startedMs - b.startedMs)) {
    const own = byEncoder.get(task.encoder);
    if (own === undefined) byEncoder.set(task.encoder, [task]);
    else own.push(task);
  }
  return [...byEncoder].toSorted(([a], [b]) => a - b).map(([encoder, own]) => laneOf(encoder, own));
}

function laneOf(encoder: number, tasks: readonly PictureTask[]): EncoderLane {
  const freeAt: number[] = [];
  const placed = tasks.map((task) => {
    const free = freeAt.findIndex((at) => at <= task.startedMs);
    const row = free === -1 ? freeAt.length : free;
    freeAt[row] = task.endedMs;
    return { ...task, row };
  });
  return { encoder, tasks: placed, rows: freeAt.length, busyMs: coveredMs(tasks) };
}

/** Length of the union of the tasks' times, which are in order of their starts. */
function coveredMs(tasks: readonly PictureTask[]): number {
  let covered = 0;
  let until = 0;
  for (const { startedMs, endedMs } of tasks) {
    covered += Math.max(0, endedMs - Math.max(startedMs, until));
    until = Math.max(until, endedMs);
  }
  return covered;
}

/** Megapixels a second over a run, by slices of equal time: a task counts in the slices it ran in, in equal parts of its time. None of a run that took no time. */
export function throughputOverTime({ tasks, wallMs }: Pick<RunPicture, "tasks" | "wallMs">, slices: number) {
  if (wallMs === 0) return [];
  const sliceMs = wallMs / slices;
  return Array.from({ length: slices }, (_, index) => {
    const [fromMs, toMs] = [index * sliceMs, (index + 1) * sliceMs];
    const pixels = tasks.reduce((sum, task) => sum + task.pixels * shareWithin(task, fromMs, toMs), 0);
    return { fromMs, toMs, megapixelsPerSecond: pixels / 1e3 / sliceMs };
  });
}

function shareWithin({ startedMs, endedMs }: PictureTask, fromMs: number, toMs: number): number {
  const within = Math.min(endedMs, toMs) - Math.max(startedMs, fromMs);
  return Math.max(0, within) / Math.max(endedMs - startedMs, 1e-6);
}

/** Quantiles of how long tasks waited and ran, in milliseconds; null of no tasks. */
export function waitAndRunTimes({ tasks }: Pick<RunPicture, "tasks">) {
  const of = (values: readonly number[]) => ({
    p50: quantile(values, 0.5),
    p95: quantile(values, 0.95),
    p99: quantile(values, 0.99),
    max: quantile(values, 1),
  });
  return {
    wait: of(tasks.map(({ submittedMs, startedMs }) => startedMs - submittedMs)),
    run: of(tasks.map(({ startedMs, endedMs }) => endedMs - startedMs)),
  };
}
