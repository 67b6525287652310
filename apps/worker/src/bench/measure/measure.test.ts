import { settingsSchema } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { makePhotoInfo } from "../testing/photoInfo.ts";
import type { Variant, VariantRun } from "../variants/variant.ts";
import { warmUpFiles } from "./benchCase.ts";
import { inFlightCandidates } from "./calibrate.ts";
import { summary } from "./measureMemory.ts";
import { measureRun } from "./measureRun.ts";

describe("tasks in flight that raw sharp tries", () => {
  it.each([
    [1, [1, 2]],
    [2, [2, 3, 4]],
    [2.5, [3, 4, 6]],
    [16, [16, 17, 32]],
  ])("on %d cores are %j", (cores, candidates) => {
    expect(inFlightCandidates(cores)).toEqual(candidates);
  });
});

describe("the files of the warm-up", () => {
  const filesOf = (count: number, side: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `${index}`, source: "", info: makePhotoInfo(side, side + index) }));

  it("are a few, from the whole range of sizes", () => {
    expect([...warmUpFiles(filesOf(32, 4000))].map(Number)).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
  });

  it("are more where they are small, and all where there are not more", () => {
    expect(warmUpFiles(filesOf(200, 700)).size).toBe(64);
    expect(warmUpFiles(filesOf(100, 10)).size).toBe(100);
    expect(warmUpFiles(filesOf(3, 4000)).size).toBe(3);
  });
});

describe("samples of memory", () => {
  const samples = [10, 50, 30, 50].map((bytes, index) => ({ at: 1000 + 20 * index, bytes }));

  it("give their peak, and how many are above the budget", () => {
    expect(summary(samples, 40)).toEqual({ idleBytes: 10, peakBytes: 50, samples: 4, aboveBudget: 2, intervalMs: 20 });
    expect(summary(samples, 50)).toMatchObject({ aboveBudget: 0 });
  });

  it("are above no budget where there is none", () => {
    expect(summary(samples, null)).toMatchObject({ aboveBudget: 0 });
    expect(summary([], 40)).toEqual({ idleBytes: 0, peakBytes: 0, samples: 0, aboveBudget: 0, intervalMs: 0 });
  });
});

describe("a measured run", () => {
  const files = ["a.jpg", "b.jpg", "c.jpg"].map((name) => ({ name, source: `/${name}`, info: makePhotoInfo(1000, 500) }));

  it("counts pixels and bytes of what came out, and what failed", async () => {
    const told: VariantRun = {
      wallMs: 100,
      engine: null,
      results: [
        { name: "a.jpg", bytes: 10, code: null },
        { name: "b.jpg", bytes: null, code: "corruptImage" },
        { name: "c.jpg", bytes: 20, code: null },
      ],
    };
    const { run } = await measureRun(variantThat(told), { files, settings: settingsSchema.parse({}) });
    expect(run).toMatchObject({ wallMs: 100, images: 2, failed: 1, pixels: 1e6, outputBytes: 30, inspection: null });
    expect(run.sourceBytes).toBe(2 * makePhotoInfo(1000, 500).bytes);
  });
});

const variantThat = (told: VariantRun): Variant => ({
  name: "raw",
  cpuRoots: [process.pid],
  memoryRoots: [process.pid],
  budgetBytes: async () => null,
  prepare: async () => {},
  run: async () => told,
  stop: async () => {},
});
