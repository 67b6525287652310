import { readFile } from "node:fs/promises";
import { type BenchSimulation, benchReportSchema, caseName } from "@pixelmill/core";
import type { Stage } from "../measure/stage.ts";
import type { ImageSet } from "../sets/imageSet.ts";
import { measureCosts } from "./measureCosts.ts";
import { simulateCase } from "./simulateCase.ts";

type Costs = Pick<BenchSimulation, "set" | "settings" | "images">;

/** Each set under each kind of settings on simulated machines of so many cores. What an image takes is measured, once and alone. */
export async function simulateSets(
  stage: Stage,
  sets: readonly ImageSet[],
  machines?: readonly number[],
): Promise<BenchSimulation[]> {
  const { options, raw, say } = stage;
  const simulations: BenchSimulation[] = [];
  for (const set of sets) {
    for (const settings of options.settings) {
      say(`${caseName({ set, settings })}: raw sharp, each image alone`);
      const images = await measureCosts(raw, set, settings);
      simulations.push(play({ set: { name: set.name }, settings, images }, stage, machines));
    }
  }
  return simulations;
}

/** The same with what an earlier report has measured. Throws where the file holds none. */
export async function simulateAgain(stage: Stage, file: string): Promise<BenchSimulation[]> {
  const parsed = benchReportSchema.safeParse(parseJson(await readFile(file, "utf8")));
  const earlier = parsed.success ? parsed.data.simulations : [];
  if (earlier.length === 0) throw new Error(`${file} is no report of this version with a simulation in it.`);
  return earlier.map((costs) => play(costs, stage));
}

function play({ set, settings, images }: Costs, { options, say }: Stage, machines?: readonly number[]): BenchSimulation {
  say(`${caseName({ set, settings })}: simulating`);
  return simulateCase({ set: set.name, settings, images, plan: options.plan }, machines);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
