import type { LaneBlock } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { requestOf } from "./interference.ts";

const block = (fromMs: number, toMs: number): LaneBlock => ({
  row: 0,
  fromMs,
  toMs,
  tasks: 1,
  failed: 0,
  encoder: 1,
  name: "a.jpg",
});

/** Ready at `beganAt`, begun after `fromMs`. */
const noted = (beganAt: number | null, fromMs: number) => ({
  totalMs: 100,
  report: { beganAt, lanes: [{ rows: 1, blocks: [block(fromMs, fromMs + 20)] }] },
});

const background = {
  beganAt: 1000,
  lanes: [
    { rows: 1, blocks: [block(0, 500), block(500, 1500)] },
    { rows: 1, blocks: [block(0, 300), block(300, 550)] },
  ],
};

describe("an interactive image", () => {
  it("on the idle service met no task", () => {
    expect(requestOf(noted(5000, 3), null)).toEqual({ totalMs: 100, delayMs: 3, longestRunningMs: null });
  });

  it.each([
    [1100, 500],
    [1400, 500],
    [1500, 1000],
    [1540, 1000],
    [2600, null],
  ])("that was ready at %d met a task of %s ms", (readyAt, longestRunningMs) => {
    expect(requestOf(noted(readyAt, 40), background)).toEqual({ totalMs: 100, delayMs: 40, longestRunningMs });
  });

  it("of which nothing was noted cannot be judged", () => {
    expect(() => requestOf(noted(null, 1), background)).toThrow("noted nothing");
    expect(() => requestOf({ totalMs: 1, report: { beganAt: 1, lanes: [] } }, null)).toThrow("noted nothing");
  });
});
