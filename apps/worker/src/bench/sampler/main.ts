import { serve } from "../processes/remote.ts";
import { TreeMemory } from "./treeMemory.ts";

/** One look at the memory of a tree of processes. */
export interface MemorySample {
  /** When it was begun, Unix time in milliseconds. */
  readonly at: number;
  readonly bytes: number;
}

export interface SampleWish {
  readonly roots: readonly number[];
  readonly intervalMs: number;
  /** Only the processes themselves, not what they have started. */
  readonly alone?: boolean;
}

export type SamplerHandlers = typeof handlers;

/** Samples memory from outside, in a process of its own: no event loop of what is measured has a part in it. */
const handlers = {
  start: async (wish: SampleWish) => start(wish),
  stop: async () => stop(),
};

let timer: NodeJS.Timeout | undefined;
let samples: MemorySample[] = [];

function start({ roots, intervalMs, alone = false }: SampleWish): void {
  samples = [];
  const memory = new TreeMemory(roots, alone);
  const sample = (dueAt: number): void => {
    const at = performance.now();
    samples.push({ at: performance.timeOrigin + at, bytes: memory.bytes(at) });
    const nextAt = Math.max(dueAt + intervalMs, performance.now());
    timer = setTimeout(() => sample(nextAt), Math.max(0, nextAt - performance.now()));
  };
  sample(performance.now());
}

function stop(): MemorySample[] {
  clearTimeout(timer);
  return samples;
}

serve(handlers);
