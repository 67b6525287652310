import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchTrial } from "@pixelmill/core";
import { afterAll, beforeAll } from "vitest";
import type { Stage } from "../measure/stage.ts";
import type { ImageSet } from "../sets/imageSet.ts";
import { smallStage } from "./smallStage.ts";

/** Whether the web app is built, without which there is no whole path. */
export const pagesAreBuilt = existsSync(join(import.meta.dirname, "../../../../web/.next/BUILD_ID"));
if (!pagesAreBuilt) console.warn("The pages are not built: scenarios are tested without the whole path.");

export const variants = pagesAreBuilt ? ["engine", "service"] : ["engine"];

/** What the scenarios of one file of tests are run on. */
export interface ScenarioStage {
  readonly folder: string;
  readonly stage: Stage;
  /** A photo and a drawing, both small. */
  readonly set: ImageSet;
}

/** Makes it before the file's tests and takes it away after them: to be asked for within a test. */
export function scenarioStage(): () => ScenarioStage {
  let made: ScenarioStage | undefined;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "pixelmill-scenarios-test-"));
    const stage = stageIn(folder);
    const set = await stage.generate("made", [
      { name: "a.jpg", kind: "photo", width: 300, height: 200, seed: 1 },
      { name: "b.png", kind: "drawing", width: 200, height: 200, seed: 2 },
    ]);
    made = { folder, stage, set };
  }, 60_000);

  afterAll(async () => {
    await made?.stage.stop();
    if (made !== undefined) await rm(made.folder, { recursive: true, force: true });
  });

  return () => {
    if (made === undefined) throw new Error("There is no stage outside of tests.");
    return made;
  };
}

/** A stage with two budgets, with all variants, and with other options. */
export const stageIn = (folder: string, more: readonly string[] = []): Stage =>
  smallStage(folder, ["--memory", "400M,600M", "--variant", variants.join(","), ...more]);

/** What every contender of a trial did in its only round. */
export const runsOf = (trial: BenchTrial | undefined) =>
  (trial?.contenders ?? []).map(({ name, runs }) => ({ name, ...runs[0] }));
