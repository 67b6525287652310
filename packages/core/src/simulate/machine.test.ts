import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Heap } from "./heap.ts";
import { SimulatedMachine } from "./machine.ts";

describe("a heap", () => {
  it("gives the smallest first, and of equals the one that came first", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (keys) => {
        const heap = new Heap<number>();
        for (const [index, key] of keys.entries()) heap.push(key, index);
        const out: { key: number; value: number }[] = [];
        for (; heap.first !== undefined; heap.pop()) out.push({ key: heap.first.key, value: heap.first.value });
        const sorted = keys.map((key, value) => ({ key, value })).toSorted((a, b) => a.key - b.key);
        expect(out).toEqual(sorted);
        expect(heap.size).toBe(0);
      }),
    );
  });

  it("has nothing to take away when it is empty", () => {
    const heap = new Heap<string>();
    heap.pop();
    expect(heap.first).toBeUndefined();
  });
});

/** When each work ends that begins at 0 on so many cores. */
function ends(cores: number, works: readonly { cpuMs: number; speed?: number }[]): number[] {
  const machine = new SimulatedMachine(cores);
  const at: number[] = [];
  for (const [index, work] of works.entries()) machine.begin(work, () => (at[index] = machine.now));
  machine.run();
  return at.map((ms) => Math.round(ms * 1e6) / 1e6);
}

describe("a machine", () => {
  it("runs at full speed what has a core each", () => {
    expect(ends(2, [{ cpuMs: 100 }, { cpuMs: 30 }])).toEqual([100, 30]);
  });

  it("shares a core between two that run at once, and gives it all to the one that is left", () => {
    expect(ends(1, [{ cpuMs: 100 }, { cpuMs: 30 }])).toEqual([130, 60]);
  });

  it("shares two cores among three threads", () => {
    expect(ends(2, [{ cpuMs: 20 }, { cpuMs: 20 }, { cpuMs: 20 }])).toEqual([30, 30, 30]);
  });

  it("with threads to help is faster by what they bring, while there are cores for them", () => {
    expect(ends(4, [{ cpuMs: 100, speed: 2 }])).toEqual([50]);
    expect(ends(1, [{ cpuMs: 100, speed: 2 }])).toEqual([100]);
  });

  it("with cores without end shares nothing", () => {
    expect(ends(Number.POSITIVE_INFINITY, [{ cpuMs: 5 }, { cpuMs: 7 }])).toEqual([5, 7]);
  });

  it("never ends before total ÷ cores nor before the longest, and wastes nothing", () => {
    const speed = fc.constantFrom(1, 4 / 3, 1.6);
    const work = fc.record({ cpuMs: fc.integer({ min: 1, max: 1000 }), speed });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(work, { minLength: 1 }), (cores, works) => {
        const total = works.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
        const machine = new SimulatedMachine(cores);
        for (const each of works) machine.begin(each, () => {});
        machine.run();
        // Idle again, it waits for what comes.
        machine.at(machine.now, () => {});
        machine.run();
        const bound = Math.max(total / cores, ...works.map(({ cpuMs, speed: faster }) => cpuMs / faster));
        expect(machine.now).toBeGreaterThanOrEqual(bound - 1e-6);
        expect(machine.busyMs).toBeCloseTo(total, 3);
      }),
    );
  });

  it("goes on after work whose threads do not add up to whole cores", () => {
    const machine = new SimulatedMachine(8);
    const seen: number[] = [];
    // In floating point 1.1 + 1.2 + 1.3 less each of them is below nothing.
    for (const speed of [1.1, 1.2, 1.3]) machine.begin({ cpuMs: 10, speed }, () => {});
    machine.at(50, () => seen.push(machine.now));
    machine.run();
    expect(seen).toEqual([50]);
  });

  it("forgets what is stopped, and gives its share to the others", () => {
    const machine = new SimulatedMachine(1);
    const done: string[] = [];
    const stop = machine.begin({ cpuMs: 100 }, () => done.push("stopped"));
    machine.begin({ cpuMs: 50 }, () => done.push(`at ${machine.now}`));
    machine.at(40, stop);
    machine.at(41, stop);
    machine.run();
    // 20 of its 50 were done at half speed.
    expect(done).toEqual(["at 70"]);
    expect(machine.isIdle).toBe(true);
  });

  it("lets time pass to a moment and no further, events in their order", () => {
    const machine = new SimulatedMachine(1);
    const seen: string[] = [];
    machine.at(10, () => seen.push("b"));
    machine.at(5, () => seen.push("a"));
    machine.at(10, () => machine.at(0, () => seen.push("c")));
    machine.at(30, () => seen.push("late"));
    machine.run(20);
    expect(seen).toEqual(["a", "b", "c"]);
    expect(machine.now).toBe(20);
    expect(machine.clock()).toBe(20);
    expect(machine.isIdle).toBe(false);
  });
});
