import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EncoderMemory, endingMs, type GuardAction, MemoryGuard, risingMs } from "./guard.ts";

const budget = 1000;
/** What is noise: a hundredth of the budget. */
const tolerance = budget / 100;
const encoders: readonly EncoderMemory[] = [
  { id: 1, ownBytes: 300, reservedBytes: 250 },
  { id: 2, ownBytes: 500, reservedBytes: 300 },
  { id: 3, ownBytes: 50, reservedBytes: 300 },
];
const guilty: readonly EncoderMemory[] = [{ id: 1, ownBytes: 2, reservedBytes: 1 }];

/** The guard's answers to samples that come one at a time, `paceMs` apart. */
function answers(used: readonly number[], paceMs: number, of = guilty): GuardAction[] {
  const guard = new MemoryGuard();
  return used.map((usedBytes, index) => guard.decide({ used: [{ atMs: index * paceMs, usedBytes }], encoders: of }, budget));
}

const types = (actions: readonly GuardAction[]) => actions.map(({ type }) => type);

/** Time between two samples that anyone may choose. */
const pace = fc.integer({ min: 1, max: 80 });
const paces = (paceMs: number): number => Math.ceil(risingMs / paceMs);

describe("the guard", () => {
  it("does nothing within the budget, and holds above it while memory stays or falls", () => {
    expect(types(answers([900, 1000, 1001], risingMs))).toEqual(["none", "none", "hold"]);
    expect(types(answers([1300, 1300, 1250, 1259, 1251, 1260, 999], risingMs))).toEqual([...Array(6).fill("hold"), "none"]);
  });

  it("ends the encoder furthest above its reservation when memory still rises", () => {
    expect(answers([1100, 1200], risingMs, encoders).at(-1)).toEqual({ type: "kill", encoder: 2, trial: false });
  });

  it("holds where all keep to their reservations", () => {
    expect(types(answers([1100, 1200, 1300], risingMs, encoders.slice(2)))).toEqual(["hold", "hold", "hold"]);
  });

  it("waits for memory to come back, then ends the next one, and the same again only after a while", () => {
    const used = [1100, 1200, 1300, 1400, 1500, 1600, 1700];
    const ended = answers(used, risingMs, encoders).flatMap((action) => (action.type === "kill" ? [action.encoder] : []));
    expect(ended).toEqual([2, 1]);
    const rising = Array.from({ length: 2 + endingMs / risingMs }, (_, index) => 1100 + 100 * index);
    const again = answers(rising, risingMs, encoders.slice(1)).flatMap((action) =>
      action.type === "kill" ? [action.encoder] : [],
    );
    expect(again).toEqual([2, 2]);
  });

  it("forgets an encoder that was to be ended once it is gone, so its number would be judged anew", () => {
    const guard = new MemoryGuard();
    const at = (index: number) => ({ atMs: index * risingMs, usedBytes: 1100 + 100 * index });
    const named = [0, 1, 2].map((index) => guard.decide({ used: [at(index)], encoders: guilty }, budget).type);
    expect(named).toContain("kill");
    guard.decide({ used: [at(3)], encoders: [] }, budget);
    const again = [4, 5, 6].map((index) => guard.decide({ used: [at(index)], encoders: guilty }, budget).type);
    expect(again).toContain("kill");
  });

  it("asked late, decides on everything since, as of now", () => {
    const guard = new MemoryGuard();
    const used = [900, 1100, 1200, 1300].map((usedBytes, index) => ({ atMs: index * risingMs, usedBytes }));
    expect(guard.decide({ used, encoders }, budget)).toMatchObject({ type: "kill" });
    const over = [...used, { atMs: 1000, usedBytes: 900 }];
    expect(new MemoryGuard().decide({ used: over, encoders }, budget)).toEqual({ type: "none" });
  });

  it("asked without samples does nothing", () => {
    expect(new MemoryGuard().decide({ used: [], encoders }, budget)).toEqual({ type: "none" });
  });
});

describe("an encoder on trial", () => {
  const trial = (ownBytes: number): EncoderMemory => ({ id: 7, ownBytes, reservedBytes: 600, trial: true });
  const decide = (of: readonly EncoderMemory[], usedBytes = 700) =>
    new MemoryGuard().decide({ used: [{ atMs: 0, usedBytes }], encoders: of }, budget);

  it("is ended at once when it passes its reservation, within the budget too", () => {
    expect(decide([...encoders, trial(601)])).toEqual({ type: "kill", encoder: 7, trial: true });
    expect(decide([trial(600)])).toEqual({ type: "none" });
    expect(decide([{ ...trial(601), trial: false }])).toEqual({ type: "none" });
  });

  it("is ended before others that are further above theirs", () => {
    expect(decide([...encoders, trial(601)], 1100)).toMatchObject({ encoder: 7 });
  });

  it("is named once, not at every sample until it is gone", () => {
    expect(types(answers([700, 700, 700], 20, [trial(650)]))).toEqual(["kill", "none", "none"]);
  });
});

describe("whatever the pace of sampling", () => {
  const bytes = fc.integer({ min: 0, max: 2 * budget });

  it("nothing is done within the budget, and something at every sample above it", () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 50 }), pace, (used, paceMs) => {
        expect(types(answers(used, paceMs)).map((type) => type === "none")).toEqual(used.map((value) => value <= budget));
      }),
    );
  });

  it("nobody is ended before memory was above the budget for as long as a rise takes", () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 80 }), pace, (used, paceMs) => {
        const killed = types(answers(used, paceMs)).indexOf("kill");
        if (killed === -1) return;
        const above = used.slice(0, killed + 1).map((value) => value > budget);
        expect((killed - above.lastIndexOf(false) - 1) * paceMs).toBeGreaterThanOrEqual(risingMs);
      }),
    );
  });

  it("noise about any level above the budget ends nobody", () => {
    const noise = fc.array(fc.integer({ min: 0, max: tolerance }), { maxLength: 100 });
    fc.assert(
      fc.property(noise, fc.integer({ min: 1, max: budget }), pace, (offsets, level, paceMs) => {
        expect(
          types(
            answers(
              offsets.map((offset) => budget + level + offset),
              paceMs,
            ),
          ),
        ).not.toContain("kill");
      }),
    );
  });

  it("spikes that are over before a rise would be ended end nobody, however high", () => {
    const spikes = fc.array(fc.integer({ min: 100, max: 10 * budget }), { maxLength: 20 });
    fc.assert(
      fc.property(spikes, pace, (heights, paceMs) => {
        const level = budget + 100;
        const used = heights.flatMap((height) => [level, ...Array<number>(paces(paceMs) - 1).fill(level + height)]);
        expect(types(answers([...used, level], paceMs))).not.toContain("kill");
      }),
    );
  });

  it("a rise that goes on ends somebody, slow or fast, as soon as it is high and old enough", () => {
    const steps = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(steps, pace, (rises, paceMs) => {
        let level = budget + 1;
        const used = [level, ...rises.map((step) => (level += step))];
        const highEnough = used.findIndex((value) => value > budget + 1 + tolerance);
        const killed = types(answers(used, paceMs)).indexOf("kill");
        if (highEnough === -1) expect(killed).toBe(-1);
        // All samples of a whole window have to be that high.
        else if (highEnough + paces(paceMs) < used.length) expect(killed).toBeLessThanOrEqual(highEnough + paces(paceMs));
      }),
    );
  });
});
