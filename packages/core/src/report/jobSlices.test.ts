import { expect, it } from "vitest";
import type { JobRun } from "./jobRun.ts";
import { jobSlices } from "./jobSlices.ts";
import { makeRun } from "./testing/makeRun.ts";

/** Images per second in each of four seconds. */
const imagesOf = (...runs: readonly JobRun[]): number[] =>
  jobSlices(runs, 0, 4000, 4).map(({ imagesPerSecond }) => imagesPerSecond);

it("a task counts in the slices it ran in, in equal parts of its time", () => {
  expect(imagesOf(makeRun(500, 2000))).toEqual([0.25, 0.5, 0.25, 0]);
});

it("a task that took no time counts whole in the slice it was in", () => {
  expect(imagesOf(makeRun(1500, 0), makeRun(4000, 0))).toEqual([0, 1, 0, 1]);
});

it("only what was delivered counts", () => {
  expect(imagesOf(makeRun(0, 1000, { delivered: false }))).toEqual([0, 0, 0, 0]);
});
