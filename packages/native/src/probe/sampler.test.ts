import { describe, expect, it } from "vitest";
import type { MemoryProbeSettings } from "./memoryProbe.ts";
import { Sampler } from "./sampler.ts";
import { MOST_SAMPLES, Tally } from "./tally.ts";

/** A table of processes to be read: own and file bytes by pid. */
class Processes extends Map<number, readonly [ownBytes: number, fileBytes: number]> {
  readonly open = (pid: number) => {
    const begun = this.get(pid);
    let same = begun !== undefined;
    const read = () => {
      const [ownBytes, fileBytes] = this.get(pid) ?? [];
      same &&= ownBytes !== undefined;
      return same && ownBytes !== undefined && fileBytes !== undefined ? { ownBytes, fileBytes } : null;
    };
    return begun === undefined ? null : { read, close: () => {} };
  };
}

const settings = (limitBytes: number | null, processes: MemoryProbeSettings["processes"]): MemoryProbeSettings => {
  return { intervalMs: 10, reportMs: 60_000, limitBytes, processes };
};
const watched = (pid: number, limitBytes: number | null = null) => ({ pid, limitBytes });

describe("a sampler", () => {
  it("sums own pages and counts pages of files once", () => {
    const processes = new Processes([
      [1, [100, 30]],
      [2, [200, 50]],
    ]);
    const sampler = new Sampler(settings(null, [watched(1), watched(2), watched(3)]), processes.open);
    sampler.sample(0);
    expect(sampler.take()).toEqual({
      samples: [{ atMs: 0, usedBytes: 350 }],
      processes: [
        { pid: 1, ownBytes: 100, fileBytes: 30, mostOwnBytes: 100 },
        { pid: 2, ownBytes: 200, fileBytes: 50, mostOwnBytes: 200 },
      ],
    });
  });

  it("reports the first sample after a change, and then only what is above a limit", () => {
    const processes = new Processes([[1, [100, 0]]]);
    const sampler = new Sampler(settings(150, [watched(1, 120)]), processes.open);
    expect([sampler.sample(0), sampler.sample(1)]).toEqual([true, false]);
    processes.set(1, [121, 0]);
    expect([sampler.sample(2), sampler.sample(3)]).toEqual([true, true]);
    for (const [limitBytes, above] of [
      [120, true],
      [121, false],
      [null, false],
    ] as const) {
      sampler.change(settings(limitBytes, [watched(1)]));
      expect([sampler.sample(4), sampler.sample(5)]).toEqual([true, above]);
    }
  });

  it("reports once in a period", () => {
    const sampler = new Sampler(settings(null, []), () => null);
    expect([0, 59_999, 60_000, 60_001].map((atMs) => sampler.sample(atMs))).toEqual([true, false, true, false]);
  });

  it("does not take a process that ended for another that got its number", () => {
    const processes = new Processes([[1, [100, 0]]]);
    const sampler = new Sampler(settings(null, [watched(1)]), processes.open);
    processes.clear();
    sampler.sample(0);
    processes.set(1, [500, 0]);
    sampler.sample(1);
    expect(sampler.take().processes).toEqual([]);
    sampler.change(settings(null, [watched(1)]));
    sampler.sample(2);
    expect(sampler.take().samples).toEqual([{ atMs: 2, usedBytes: 500 }]);
  });
});

describe("a tally", () => {
  const use = (pid: number, ownBytes: number) => ({ pid, ownBytes, fileBytes: 0 });

  it("has every sample and each process with its most, and begins anew after a report", () => {
    const tally = new Tally();
    for (const [atMs, own] of [5, 9, 7].entries()) tally.add(atMs, [use(1, own)]);
    const { samples, processes } = tally.take();
    expect(samples.map(({ usedBytes }) => usedBytes)).toEqual([5, 9, 7]);
    expect(processes).toMatchObject([{ ownBytes: 7, mostOwnBytes: 9 }]);
    expect(tally.take()).toEqual({ samples: [], processes: [] });
    tally.add(3, [use(1, 2)]);
    expect(tally.take().processes).toMatchObject([{ mostOwnBytes: 2 }]);
  });

  it("thins out what nobody takes, and keeps the peak", () => {
    const tally = new Tally();
    const last = 10 * MOST_SAMPLES - 1;
    for (let atMs = 0; atMs <= last; atMs += 1) tally.add(atMs, [use(1, atMs === 777 ? 1e6 : atMs)]);
    const times = tally.take();
    expect(times.samples.length).toBeLessThanOrEqual(MOST_SAMPLES);
    expect(Math.max(...times.samples.map(({ usedBytes }) => usedBytes))).toBe(1e6);
    expect(times.samples.at(-1)?.atMs).toBe(last);
    expect(times.samples.every(({ atMs }, index) => index === 0 || atMs > (times.samples[index - 1]?.atMs ?? atMs))).toBe(true);
  });

  it("keeps one of two equals", () => {
    const tally = new Tally();
    for (let atMs = 0; atMs <= MOST_SAMPLES; atMs += 1) tally.add(atMs, [use(1, 5)]);
    expect(tally.take().samples.length).toBe(MOST_SAMPLES / 2 + 1);
  });
});
