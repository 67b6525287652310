import { expect, test } from "vitest";
import { hasGrown, hasRunEnough } from "./wear.ts";

const limits = { maxTasks: 10, maxIdleGrowthBytes: 100 };

test("an encoder has run enough from its last task on", () => {
  expect([9, 10, 11].map((ended) => hasRunEnough(ended, limits))).toEqual([false, true, true]);
});

test("growth counts past its limit, and unknown memory is no growth", () => {
  expect(hasGrown(50, 150, limits)).toBe(false);
  expect(hasGrown(50, 151, limits)).toBe(true);
  expect([hasGrown(null, 1e9, limits), hasGrown(50, null, limits)]).toEqual([false, false]);
});
