import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { type BenchTrial, benchBombsSchema, benchTrialSchema, growthShares } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import type { Stage } from "../measure/stage.ts";
import { canSeeProcesses } from "../processes/processTree.ts";
import { pagesAreBuilt, runsOf, scenarioStage, stageIn, variants } from "../testing/scenarioStage.ts";
import { bombs } from "./bombs.ts";
import { budgets } from "./budgets.ts";
import { many } from "./many.ts";
import { matrix } from "./matrix.ts";
import { small } from "./small.ts";
import { split, splits } from "./split.ts";

const on = scenarioStage();

/** A stage of its own, with other options. */
async function withStage<Of>(more: readonly string[], use: (own: Stage) => Promise<Of>): Promise<Of> {
  const own = stageIn(await mkdtemp(join(on().folder, "stage-")), more);
  try {
    return await use(own);
  } finally {
    await own.stop();
  }
}

describe("small batches", () => {
  it("are run warm and cold by everyone, and starting counts", async () => {
    const { stage } = on();
    const trials = await small(stage, [2]);
    expect(trials.map((trial) => benchTrialSchema.parse(trial).set.name)).toEqual(["2 images, warm", "2 images, cold"]);
    for (const trial of trials) {
      const runs = runsOf(trial);
      expect(runs.map(({ name }) => name)).toEqual(["raw sharp", ...variants]);
      for (const run of runs) expect(run).toMatchObject({ images: 2, failed: 0 });
    }
    const cpu = (trial: BenchTrial | undefined) => runsOf(trial)[1]?.cpuSeconds ?? 0;
    if (canSeeProcesses) expect(cpu(trials[1])).toBeGreaterThan(cpu(trials[0]));
  }, 120_000);
});

describe("the matrix of batch sizes and counts", () => {
  const counts = [0, 1, 11];
  const batches = [1, 10, 100];

  it("gives as many results as there are images, for every size and every count", async () => {
    const { stage } = on();
    const trials = await matrix(stage, { batches, counts });
    expect(trials.map(({ set: { files } }) => files)).toEqual(counts);
    for (const trial of trials) {
      const runs = runsOf(trial);
      expect(runs.map(({ name }) => name)).toEqual(["as planned", ...batches.map((size) => `batches of ${size}`)]);
      for (const run of runs) expect(run).toMatchObject({ images: trial.set.files, failed: 0 });
    }
  }, 240_000);

  it("sends batches of the size that was asked for", async () => {
    // Of two encoders one may be given what the other has ready, and that is a batch more.
    const [trial] = await withStage(["--encoders", "1"], (alone) => matrix(alone, { batches: [1, 10], counts: [20] }));
    expect(runsOf(trial).map(({ batches: sent }) => sent)).toEqual([expect.any(Number), 20, 2]);
  }, 60_000);
});

describe("many small files", () => {
  it("are counted, and the service's memory is looked at on the way", async () => {
    const { stage } = on();
    const { trials, growth } = await many(stage, { counts: [30], marks: [10, 60] });
    expect(runsOf(trials[0]).map(({ name, images }) => [name, images])).toEqual(
      ["raw sharp", ...variants].map((name) => [name, 30]),
    );
    if (!pagesAreBuilt || !canSeeProcesses) return;
    expect(growth?.marks.map(({ ended }) => ended)).toEqual([10, 60]);
    for (const { workerBytes, webBytes, treeBytes } of growth?.marks ?? []) {
      expect(workerBytes).toBeGreaterThan(20e6);
      expect(webBytes).toBeGreaterThan(20e6);
      expect(treeBytes).toBeGreaterThan(workerBytes + webBytes);
    }
    expect(growth === null ? null : growthShares(growth)?.worker).toEqual(expect.any(Number));
  }, 120_000);
});

describe.runIf(pagesAreBuilt)("a job beside bombs", () => {
  it("is set against the same job alone, and what became of the bombs is told", async () => {
    const { stage } = on();
    const [found] = await bombs(stage, { photos: 3, width: 400, settleMs: 0, limits: ["raised"] });
    expect(benchBombsSchema.parse(found)).toMatchObject({ limits: "raised", files: 3, pixels: 3 * 400 * 300 });
    expect(found?.pairs).toHaveLength(1);
    const names = found?.bombs.map(({ name }) => name) ?? [];
    for (const name of ["50000-squared.png", "100000-frames.gif", "nesting.svg", "many-scans.jpg"]) expect(names).toContain(name);
    expect(found?.bombs.map(({ became }) => became)).not.toContain("unknown");
  }, 120_000);
});

describe.runIf(canSeeProcesses)("budgets", () => {
  it("are each measured with every variant", async () => {
    const { stage, set } = on();
    const [found] = await budgets(stage, [set]);
    expect(found?.raw.peakBytes).toBeGreaterThan(20e6);
    expect(found?.runs.map(({ limitBytes, run }) => [limitBytes, run.variant])).toEqual(
      [400e6, 600e6].flatMap((limit) => variants.map((variant) => [limit, variant])),
    );
    for (const { limitBytes, run } of found?.runs ?? []) {
      expect(run.budgetBytes).toBeLessThanOrEqual(limitBytes);
      expect(run.baseBytes).toBeGreaterThan(40e6);
      expect(run.samples).toBeGreaterThan(0);
      expect(run.failures).toEqual([]);
    }
  }, 120_000);
});

describe("splits of the cores", () => {
  it("do the same work, and their memory is measured", async () => {
    const { stage, set } = on();
    const [trial] = await split(stage, [set]);
    expect(trial?.contenders).toHaveLength(1 + splits(stage.cores).length);
    for (const run of runsOf(trial)) expect(run).toMatchObject({ images: 2, failed: 0 });
    for (const { peakBytes } of trial?.contenders ?? []) expect(peakBytes ?? 0).toBeGreaterThan(canSeeProcesses ? 20e6 : -1);
    expect(new Set(runsOf(trial).map(({ outputBytes }) => outputBytes)).size).toBe(1);
  }, 120_000);
});
