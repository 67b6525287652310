import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchTrial, benchInterferenceSchema, benchTrialSchema, growthShares } from "@pixelmill/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { benchArguments } from "../arguments/benchArguments.ts";
import { Stage } from "../measure/stage.ts";
import { findPeers } from "../peers/findPeers.ts";
import { canSeeProcesses } from "../processes/processTree.ts";
import type { ImageSet } from "../sets/imageSet.ts";
import { simulateAgain, simulateSets } from "../simulate/simulations.ts";
import { budgets } from "./budgets.ts";
import { idle } from "./idle.ts";
import { interference } from "./interference.ts";
import { many } from "./many.ts";
import { matrix } from "./matrix.ts";
import { outputs } from "./outputs.ts";
import { peers } from "./peers.ts";
import { small } from "./small.ts";
import { split, splits } from "./split.ts";
import { switches, variationsOn } from "./switches.ts";

const pagesAreBuilt = existsSync(join(import.meta.dirname, "../../../../web/.next/BUILD_ID"));
if (!pagesAreBuilt) console.warn("The pages are not built: scenarios are tested without the whole path.");
const variants = pagesAreBuilt ? ["engine", "service"] : ["engine"];

let folder = "";
let stage: Stage;
let set: ImageSet;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pixelmill-scenarios-test-"));
  stage = makeStage(folder, []);
  set = await stage.generate("made", [
    { name: "a.jpg", kind: "photo", width: 300, height: 200, seed: 1 },
    { name: "b.png", kind: "drawing", width: 200, height: 200, seed: 2 },
  ]);
}, 60_000);

afterAll(async () => {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

function makeStage(inFolder: string, more: readonly string[]): Stage {
  const words = ["--pairs", "1", "--format", "webp", "--memory", "400M,600M", "--variant", variants.join(","), ...more];
  const read = benchArguments(words, {});
  if (!read.ok || read.value.type !== "measure") throw new Error("The options are wrong.");
  return new Stage({ options: read.value, folder: inFolder, say: () => {} });
}

/** A stage of its own, with other options. */
async function withStage<Of>(more: readonly string[], use: (own: Stage) => Promise<Of>): Promise<Of> {
  const own = makeStage(await mkdtemp(join(folder, "stage-")), more);
  try {
    return await use(own);
  } finally {
    await own.stop();
  }
}

/** What every contender of a trial did in its only round. */
const runsOf = (trial: BenchTrial | undefined) => (trial?.contenders ?? []).map(({ name, runs }) => ({ name, ...runs[0] }));

describe("small batches", () => {
  it("are run warm and cold by everyone, and starting counts", async () => {
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

describe("pieces of planning", () => {
  it("are flipped one by one, each in pairs with the engine as it is", async () => {
    const flipped = [
      { title: "first come", plan: { order: "arrival" as const } },
      { title: "all alike", plan: { priorities: false } },
    ];
    const trials = (await switches(stage, [set], flipped)).map((trial) => benchTrialSchema.parse(trial));
    expect(trials.map(({ kind, contenders }) => [kind, ...contenders.map(({ name }) => name)])).toEqual([
      ["switches", "as it is", "order=arrival"],
      ["switches", "as it is", "priorities=off"],
      ["urgent", "as it is", "priorities=off"],
    ]);
    for (const run of trials.slice(0, 2).flatMap(runsOf)) expect(run).toMatchObject({ images: 2, failed: 0 });
    for (const run of runsOf(trials[2])) expect(run).toMatchObject({ images: 1, failed: 0, pixels: 866 * 577 });
  }, 120_000);

  it("that come to the same on a machine are left out there", () => {
    const titles = (cores: number) => variationsOn(cores).map(({ title }) => title);
    expect(titles(8)).toContain("half as many encoders as cores");
    expect(titles(2)).not.toContain("half as many encoders as cores");
  });

  it("are played on simulated machines by what raw sharp takes, and again from the report", async () => {
    const simulations = await simulateSets(stage, [set]);
    expect(simulations.map((each) => each.images.map(({ name }) => name))).toEqual([["a.jpg", "b.png"]]);
    for (const { cpuMs } of simulations[0]?.images ?? []) expect(cpuMs).toBeGreaterThan(0);
    await expect(simulateAgain(stage, import.meta.filename)).rejects.toThrow("is no report");
  }, 120_000);
});

describe("several outputs of each image", () => {
  it("are all made by everyone, and count as one image", async () => {
    const trial = benchTrialSchema.parse(await outputs(stage, set));
    expect(trial.settings.outputs).toHaveLength(12);
    const runs = runsOf(trial);
    expect(runs.map(({ name }) => name)).toEqual(["raw sharp, each alone", ...variants]);
    for (const run of runs) expect(run).toMatchObject({ images: 2, failed: 0, pixels: trial.set.pixels });
    // Twelve outputs of a small photo: much more than one of them would be.
    for (const run of runs) expect(run.outputBytes).toBeGreaterThan(2 * trial.set.sourceBytes);
  }, 120_000);
});

describe("the matrix of batch sizes and counts", () => {
  const counts = [0, 1, 9, 11, 72];
  const batches = [1, 10, 20, 100];

  it("gives as many results as there are images, for every size and every count", async () => {
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
    const [trial] = await withStage(["--encoders", "1"], (alone) => matrix(alone, { batches: [1, 10], counts: [40] }));
    expect(runsOf(trial).map(({ batches: sent }) => sent)).toEqual([expect.any(Number), 40, 4]);
  }, 60_000);
});

describe("many small files", () => {
  it("are counted, and the service's memory is looked at on the way", async () => {
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

describe.runIf(pagesAreBuilt)("interactive images", () => {
  it("are measured by the service's own times, alone and beside a background job", async () => {
    const found = await interference(stage, { requests: 2, background: 12, width: 1200 });
    expect(benchInterferenceSchema.parse(found)).toMatchObject({ background: { files: 12, pixels: 12 * 1200 * 900 } });
    expect(found?.idle).toHaveLength(2);
    for (const request of [...(found?.idle ?? []), ...(found?.busy ?? [])]) {
      expect(request.totalMs).toBeGreaterThan(request.delayMs);
    }
    expect(found?.idle.every(({ longestRunningMs }) => longestRunningMs === null)).toBe(true);
    expect(found?.busy.some(({ longestRunningMs }) => longestRunningMs !== null)).toBe(true);
  }, 120_000);
});

describe("splits of the cores", () => {
  it.each([
    [2, ["2 × 1 (cores × 1; half the cores, at least 2)", "2 × 2 (cores × 2)", "3 × 1 (cores + 1 × 1)", "1 × 4 (one process)"]],
    [
      16,
      [
        "16 × 1 (cores × 1)",
        "16 × 2 (cores × 2)",
        "17 × 1 (cores + 1 × 1)",
        "8 × 1 (half the cores, at least 2)",
        "1 × 4 (one process)",
      ],
    ],
  ])("on %d cores are tried each once", (cores, names) => {
    expect(splits(cores).map(({ name }) => name)).toEqual(names);
  });

  it("do the same work, and their memory is measured", async () => {
    const [trial] = await split(stage, [set]);
    expect(trial?.contenders).toHaveLength(1 + splits(stage.cores).length);
    for (const run of runsOf(trial)) expect(run).toMatchObject({ images: 2, failed: 0 });
    for (const { peakBytes } of trial?.contenders ?? []) expect(peakBytes ?? 0).toBeGreaterThan(canSeeProcesses ? 20e6 : -1);
    expect(new Set(runsOf(trial).map(({ outputBytes }) => outputBytes)).size).toBe(1);
  }, 120_000);
});

const installed = await findPeers("", process.env.PATH ?? "");
if (installed.length === 0) console.warn("No other software is on the PATH: peers are not run.");

describe.skipIf(installed.length === 0)("peers", () => {
  it("do the files that all of them can do, beside raw sharp", async () => {
    const [trial] = await peers(stage, [set], folder);
    const runs = runsOf(trial);
    expect(runs.length).toBeGreaterThanOrEqual(2);
    for (const run of runs) {
      expect(run).toMatchObject({ images: trial?.set.files, failed: 0 });
      expect(run.outputBytes).toBeGreaterThan(0);
    }
  }, 60_000);
});

describe.runIf(canSeeProcesses)("budgets", () => {
  it("are each measured with every variant", async () => {
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

describe.runIf(canSeeProcesses && pagesAreBuilt)("the idle service", () => {
  it("is watched from outside", async () => {
    const found = await idle(stage, { settleMs: 0, watchMs: 300 });
    expect(found?.encoders).toBeGreaterThanOrEqual(1);
    expect(found?.seconds).toBeGreaterThanOrEqual(0.3);
  }, 60_000);
});
