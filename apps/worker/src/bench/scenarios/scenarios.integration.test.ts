import { benchInterferenceSchema, benchTrialSchema } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { findPeers } from "../peers/findPeers.ts";
import { canSeeProcesses } from "../processes/processTree.ts";
import { simulateAgain, simulateSets } from "../simulate/simulations.ts";
import { pagesAreBuilt, runsOf, scenarioStage, variants } from "../testing/scenarioStage.ts";
import { idle } from "./idle.ts";
import { interference } from "./interference.ts";
import { outputs } from "./outputs.ts";
import { peers } from "./peers.ts";
import { splits } from "./split.ts";
import { switches, switchesOn } from "./switches.ts";

const on = scenarioStage();

describe("pieces of planning", () => {
  it("are flipped one by one, each in pairs with the engine as it is", async () => {
    const { stage, set } = on();
    const flipped = [
      { title: "first come", name: "order=arrival", change: { plan: { order: "arrival" as const } } },
      { title: "all alike", name: "priorities=off", change: { plan: { priorities: false } } },
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
    const titles = (cores: number) => switchesOn(cores).map(({ title }) => title);
    expect(titles(8)).toEqual(expect.arrayContaining(["half as many encoders as cores", "encoders without a sandbox"]));
    expect(titles(2)).not.toContain("half as many encoders as cores");
  });

  it("are played on simulated machines by what raw sharp takes, and again from the report", async () => {
    const { stage, set } = on();
    const simulations = await simulateSets(stage, [set], [2]);
    expect(simulations.map((each) => each.images.map(({ name }) => name))).toEqual([["a.jpg", "b.png"]]);
    for (const { cpuMs } of simulations[0]?.images ?? []) expect(cpuMs).toBeGreaterThan(0);
    await expect(simulateAgain(stage, import.meta.filename)).rejects.toThrow("is no report");
  }, 120_000);
});

describe("several outputs of each image", () => {
  it("are all made by everyone, and count as one image", async () => {
    const { stage, set } = on();
    const trial = benchTrialSchema.parse(await outputs(stage, set));
    expect(trial.settings.outputs).toHaveLength(12);
    const runs = runsOf(trial);
    expect(runs.map(({ name }) => name)).toEqual(["raw sharp, each alone", ...variants]);
    for (const run of runs) expect(run).toMatchObject({ images: 2, failed: 0, pixels: trial.set.pixels });
    // Twelve outputs of a small photo: much more than one of them would be.
    for (const run of runs) expect(run.outputBytes).toBeGreaterThan(2 * trial.set.sourceBytes);
  }, 120_000);
});

describe.runIf(pagesAreBuilt)("interactive images", () => {
  it("are measured by the service's own times, alone and beside a background job", async () => {
    const { stage } = on();
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
});

const installed = await findPeers("", process.env.PATH ?? "");
if (installed.length === 0) console.warn("No other software is on the PATH: peers are not run.");

describe.skipIf(installed.length === 0)("peers", () => {
  it("do the files that all of them can do, beside raw sharp", async () => {
    const { folder, stage, set } = on();
    const [trial] = await peers(stage, [set], folder);
    const runs = runsOf(trial);
    expect(runs.length).toBeGreaterThanOrEqual(2);
    for (const run of runs) {
      expect(run).toMatchObject({ images: trial?.set.files, failed: 0 });
      expect(run.outputBytes).toBeGreaterThan(0);
    }
  }, 60_000);
});

describe.runIf(canSeeProcesses && pagesAreBuilt)("the idle service", () => {
  it("is watched from outside", async () => {
    const { stage } = on();
    const found = await idle(stage, { settleMs: 0, watchMs: 300 });
    expect(found?.encoders).toBeGreaterThanOrEqual(1);
    expect(found?.seconds).toBeGreaterThanOrEqual(0.3);
  }, 60_000);
});
