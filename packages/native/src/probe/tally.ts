import type { MemoryReport, ProbedMemory, UsedMemory } from "./memoryProbe.ts";

/** What one process uses now, in bytes; as in `ProbedMemory`. */
export interface ProcessUse {
  readonly pid: number;
  readonly ownBytes: number;
  readonly fileBytes: number;
}

/** Samples kept while nobody asks. At 20 ms they last for 80 s; what waits longer is thinned out, never its highest points. */
export const MOST_SAMPLES = 4096;

/** Keeps what was sampled until a report is taken. */
export class Tally {
  #samples: UsedMemory[] = [];
  #processes: readonly ProbedMemory[] = [];

  /** Takes in one look at all processes; those that are gone are not in it. */
  add(atMs: number, processes: readonly ProcessUse[]): UsedMemory {
    const sample = { atMs, usedBytes: usedTogether(processes) };
    if (this.#samples.length === MOST_SAMPLES) this.#samples = thinned(this.#samples);
    this.#samples.push(sample);
    const before = new Map(this.#processes.map(({ pid, mostOwnBytes }) => [pid, mostOwnBytes]));
    this.#processes = processes.map((use) => ({ ...use, mostOwnBytes: Math.max(use.ownBytes, before.get(use.pid) ?? 0) }));
    return sample;
  }

  /** Everything since the last time; empty where nothing was. */
  take(): MemoryReport {
    const report = { samples: this.#samples, processes: this.#processes };
    this.#samples = [];
    this.#processes = [];
    return report;
  }
}

/** Own pages are summed, pages of files counted once: the processes share them. */
function usedTogether(processes: readonly ProcessUse[]): number {
  const ownBytes = processes.reduce((sum, use) => sum + use.ownBytes, 0);
  return ownBytes + Math.max(0, ...processes.map(({ fileBytes }) => fileBytes));
}

/** Half as many: of each two neighbours the larger stays. */
const thinned = (samples: readonly UsedMemory[]): UsedMemory[] =>
  samples.filter((sample, index) => {
    const neighbour = samples[index ^ 1] ?? sample;
    return index % 2 === 0
      ? sample.usedBytes > neighbour.usedBytes || neighbour === sample
      : sample.usedBytes >= neighbour.usedBytes;
  });
