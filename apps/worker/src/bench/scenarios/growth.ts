import { type BenchGrowth, quantile } from "@pixelmill/core";
import { sampleMs, startSampler } from "../measure/measureMemory.ts";
import type { MemorySample } from "../sampler/main.ts";
import type { ServiceVariant } from "../variants/serviceVariant.ts";
import type { Work } from "../variants/variant.ts";

/**
 * Runs a job of many files through a service of its own, and tells its memory when so many tasks had ended: the median of the
 * samples since nine tenths of them had, since garbage comes and goes.
 */
export async function measureGrowth(
  service: ServiceVariant,
  work: Work,
  marks: readonly number[],
  end: (service: ServiceVariant) => Promise<void>,
): Promise<BenchGrowth> {
  const [worker, web, tree] = await Promise.all([
    startSampler({ roots: service.memoryRoots, intervalMs: sampleMs, alone: true }),
    startSampler({ roots: service.webRoots, intervalMs: sampleMs, alone: true }),
    startSampler({ roots: service.cpuRoots, intervalMs: sampleMs }),
  ]);
  try {
    await service.prepare(work);
    const { endedAt = [] } = await service.run();
    const samples = { worker: await worker.stop(), web: await web.stop(), tree: await tree.stop() };
    const bytes = (of: readonly MemorySample[], ended: number) => typicalBytes(of, endedAt, ended);
    return {
      files: work.files.length,
      settings: work.settings,
      marks: marks.map((ended) => ({
        ended,
        workerBytes: bytes(samples.worker, ended),
        webBytes: bytes(samples.web, ended),
        treeBytes: bytes(samples.tree, ended),
      })),
    };
  } finally {
    await Promise.all([worker.end(), web.end(), tree.end(), end(service)]);
  }
}

/** Median of the samples between the ends of nine tenths of the tasks and of all of them. Throws where there is no sample. */
export function typicalBytes(samples: readonly MemorySample[], endedAt: readonly number[], ended: number): number {
  const from = endedAt[Math.floor(ended * 0.9)] ?? Number.NEGATIVE_INFINITY;
  const to = endedAt[ended - 1] ?? Number.NEGATIVE_INFINITY;
  const within = samples.filter(({ at }) => at >= from && at <= to).map(({ bytes }) => bytes);
  // Where the tasks ended within one interval, the last sample before is what there is.
  const last = samples.findLast(({ at }) => at <= to)?.bytes;
  const typical = quantile(within, 0.5) ?? last;
  if (typical === undefined) throw new Error(`No sample of memory was taken before ${ended} tasks had ended.`);
  return typical;
}
