import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Entry, newEntry } from "../dispatch/entry.ts";
import { makeTask } from "../dispatch/testing/simulation.ts";
import { defaultPlanConfig } from "./planConfig.ts";
import { SortedEntries } from "./sortedEntries.ts";

const entryOf = (ms: number): Entry => newEntry(makeTask(), { ms, peakBytes: 1, leastPeakBytes: 1 }, 0, defaultPlanConfig);

describe("sorted entries", () => {
  it("are the longest first and of equals the earlier first, whatever comes and goes in between", () => {
    const step = fc.record({ ms: fc.integer({ min: 0, max: 20 }), removes: fc.boolean(), at: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6000, size: "max" }), (steps) => {
        const sorted = new SortedEntries();
        const expected: Entry[] = [];
        for (const { ms, removes, at } of steps) {
          if (removes && expected.length > 0) {
            const [gone] = expected.splice(at % expected.length, 1) as [Entry];
            expect(sorted.remove(gone)).toBe(true);
            expect(sorted.remove(gone)).toBe(false);
          } else {
            const entry = entryOf(ms);
            expected.push(entry);
            sorted.add(entry);
          }
        }
        expect(sorted.size).toBe(expected.length);
        // Sorting is stable: equals stay in order of coming.
        expect([...sorted].map(({ task }) => task.id)).toEqual(
          expected.toSorted((a, b) => b.rank - a.rank).map(({ task }) => task.id),
        );
      }),
      { numRuns: 10 },
    );
  });

  it("stay in order over many blocks", () => {
    const sorted = new SortedEntries();
    const entries = Array.from({ length: 5000 }, (_, index) => entryOf((index * 7919) % 997));
    for (const entry of entries) sorted.add(entry);
    for (const entry of entries.slice(0, 2500)) sorted.remove(entry);
    const left = entries.slice(2500).toSorted((a, b) => b.rank - a.rank);
    expect([...sorted].map(({ task }) => task.id)).toEqual(left.map(({ task }) => task.id));
    for (const entry of left) sorted.remove(entry);
    expect([...sorted]).toEqual([]);
  });
});
