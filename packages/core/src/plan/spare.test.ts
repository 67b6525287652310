import { describe, expect, it } from "vitest";
import { EncoderLoad } from "../dispatch/encoderLoad.ts";
import { newEntry } from "../dispatch/entry.ts";
import { makeId, makeTask, simulate } from "../dispatch/testing/simulation.ts";
import { defaultPlanConfig } from "./planConfig.ts";
import { longestEndsLast, slotsWithCore } from "./spare.ts";

/** Encoders that run tasks of so many milliseconds each, begun at 0. */
const running = (...tasks: readonly (readonly number[])[]) =>
  tasks.map((of, index) => {
    const encoder = new EncoderLoad(index + 1, 0, 2);
    for (const ms of of) {
      const estimate = { ms, peakBytes: 1, leastPeakBytes: 1 };
      encoder.running.add({ ...newEntry(makeTask(), estimate, 0, defaultPlanConfig), startedAt: 0 });
    }
    return encoder;
  });

describe("the longest task", () => {
  it.each([
    ["it is longer than an even share of all that is left, which sharing doubles", [[4000], [100]], 3000, 0, true],
    ["what waits takes longer even so", [[4000], [100]], 13_000, 0, false],
    ["most of it is done", [[4000], [100]], 3000, 3500, false],
    ["nothing is left", [[], []], 0, 0, false],
  ] as const)("is spared or not: %s", (_, tasks, waitingMs, now, spared) => {
    expect(longestEndsLast({ encoders: running(...tasks), cores: 2, inFlight: 2, waitingMs, now })).toBe(spared);
  });

  it("has its core anyway where no more is in flight than there are cores", () => {
    expect(longestEndsLast({ encoders: running([4000], []), cores: 2, inFlight: 1, waitingMs: 0, now: 0 })).toBe(false);
    expect(longestEndsLast({ encoders: [], cores: 2, inFlight: 2, waitingMs: 0, now: 0 })).toBe(false);
  });

  it("leaves each encoder as many tasks as it has cores", () => {
    expect(slotsWithCore({ encoders: running([], []), cores: 2 })).toBe(1);
    expect(slotsWithCore({ encoders: running([], []), cores: 8 })).toBe(4);
    expect(slotsWithCore({ encoders: running([], [], []), cores: 2 })).toBe(1);
    expect(slotsWithCore({ encoders: [], cores: 2 })).toBe(2);
  });
});

describe("while the longest task is spared", () => {
  const long = () => makeTask({ info: { width: 9000, height: 6000 } });
  const short = () => makeTask({ info: { width: 800, height: 600 } });

  it("each encoder runs one task at a time", () => {
    const { dispatcher, pool } = simulate();
    dispatcher.submit([long(), ...Array.from({ length: 20 }, short)]);
    pool.run(50);
    expect(dispatcher.running).toBe(2);
    const off = simulate({ config: { spareLongest: false } });
    off.dispatcher.submit([long(), ...Array.from({ length: 20 }, short)]);
    off.pool.run(50);
    expect(off.dispatcher.running).toBe(4);
  });

  it("an interactive task begins at once all the same", () => {
    const { dispatcher, pool } = simulate();
    dispatcher.submit([long(), ...Array.from({ length: 20 }, short)]);
    const interactive = makeTask({ priority: "interactive", jobId: makeId(2) });
    pool.at(50, () => dispatcher.submit([interactive]));
    pool.run();
    expect(pool.started.find(({ task }) => task === interactive)?.at).toBeLessThan(50.2);
  });
});
