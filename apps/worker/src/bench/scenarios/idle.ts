import { setTimeout } from "node:timers/promises";
import type { BenchIdle } from "@pixelmill/core";
import type { Stage } from "../measure/stage.ts";
import { inspectionPids, processCpuSeconds, treeCpuSeconds, treeOf } from "../processes/processTree.ts";

export interface IdleTimes {
  readonly settleMs: number;
  readonly watchMs: number;
}

/** A start leaves work behind (code that is compiled, garbage): some seconds later it is done. */
const times: IdleTimes = { settleMs: 8000, watchMs: 60_000 };

/** CPU time of a service of its own that has nothing to do; null where the system does not tell. */
export async function idle(stage: Stage, { settleMs, watchMs }: IdleTimes = times): Promise<BenchIdle | null> {
  stage.say(`idle: watching the service for ${watchMs / 1000} s`);
  const service = await stage.startService();
  try {
    await setTimeout(settleMs);
    const begin = performance.now();
    const before = look(service);
    await setTimeout(watchMs);
    const after = look(service);
    const seconds = (performance.now() - begin) / 1000;
    if (before === null || after === null) return null;
    const since = (part: keyof typeof after) => Math.max(0, after[part] - before[part]);
    const cpuSeconds = { web: since("web"), worker: since("worker"), encoders: since("encoders") };
    return { seconds, encoders: after.count, cpuSeconds };
  } finally {
    await stage.end(service);
  }
}

type Roots = { readonly memoryRoots: readonly number[]; readonly webRoots: readonly number[] };

/** CPU time so far of each part, in seconds. Encoders are those that encode and those that inspect. */
function look({ memoryRoots, webRoots }: Roots) {
  const [web, worker, workerTree] = [treeCpuSeconds(webRoots), processCpuSeconds(memoryRoots), treeCpuSeconds(memoryRoots)];
  if (web === null || worker === null || workerTree === null) return null;
  const children = treeOf(memoryRoots).length - memoryRoots.length - inspectionPids(memoryRoots).length;
  return { web, worker, encoders: workerTree - worker, count: children };
}
