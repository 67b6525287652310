import type { JobReport } from "./jobReport.ts";
import type { JobRun } from "./jobRun.ts";

type Slice = JobReport["overTime"][number];

/** What was delivered over a job's time, in slices of equal length: a task counts in the slices it ran in, in equal parts of its time. */
export function jobSlices(runs: readonly JobRun[], beganAt: number, wallMs: number, slices: number): Slice[] {
  const sliceMs = wallMs / slices;
  const sums = Array.from({ length: slices }, () => ({ images: 0, pixels: 0, bytes: 0 }));
  for (const run of runs) if (run.delivered) spread(run, beganAt, sliceMs, sums);
  return sums.map(({ images, pixels, bytes }, index) => ({
    fromMs: index * sliceMs,
    toMs: (index + 1) * sliceMs,
    imagesPerSecond: (images * 1e3) / sliceMs,
    megapixelsPerSecond: pixels / 1e3 / sliceMs,
    bytesPerSecond: (bytes * 1e3) / sliceMs,
  }));
}

type Sum = { images: number; pixels: number; bytes: number };

function spread(run: JobRun, beganAt: number, sliceMs: number, sums: readonly Sum[]): void {
  const [from, to] = [run.startedAt - beganAt, run.endedAt - beganAt];
  const last = Math.min(sums.length - 1, Math.floor(to / sliceMs));
  for (let index = Math.min(last, Math.floor(from / sliceMs)); index <= last; index += 1) {
    const within = Math.min(to, (index + 1) * sliceMs) - Math.max(from, index * sliceMs);
    // A task that took no time at all is in one slice whole.
    const share = to > from ? Math.max(0, within) / (to - from) : 1;
    const sum = sums[index] as Sum;
    sum.images += share;
    sum.pixels += share * run.pixels;
    sum.bytes += share * run.sourceBytes;
  }
}
