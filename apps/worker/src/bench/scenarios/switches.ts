import {
  type BenchTrial,
  caseName,
  type PlanVariation,
  planText,
  planVariations,
  poolSize,
  type Settings,
} from "@pixelmill/core";
import type { Stage } from "../measure/stage.ts";
import { latencyImage } from "../sets/generatedSet.ts";
import type { ImageSet } from "../sets/imageSet.ts";
import { warm } from "../trial/contender.ts";
import { runTrial } from "../trial/runTrial.ts";
import { urgentContender } from "../trial/urgentContender.ts";
import type { EngineVariant } from "../variants/engineVariant.ts";

/** The variations that make a difference on so many cores: a pool of another size has to be of another size. */
export const variationsOn = (cores: number): PlanVariation[] =>
  planVariations.filter(({ plan }) => {
    const { poolSize: rule, ...others } = plan;
    return rule === undefined || Object.keys(others).length > 0 || poolSize(cores, rule) !== poolSize(cores);
  });

/**
 * The engine with each piece of planning switched off or replaced, in pairs with the engine as it is, on each set under each kind of
 * settings: throughput, CPU time, peak memory. All tasks are there from the start.
 */
export async function switches(
  stage: Stage,
  sets: readonly ImageSet[],
  variations: readonly PlanVariation[] = variationsOn(stage.cores),
): Promise<BenchTrial[]> {
  const trials: BenchTrial[] = [];
  const usual = await stage.engine();
  for (const { title, plan } of variations) {
    const flipped = await stage.startEngine({ plan });
    for (const set of sets) {
      for (const settings of stage.options.settings) {
        const pair = { usual, flipped, name: planText(plan), title };
        trials.push(await flip(stage, pair, set, settings));
        if (plan.priorities === false) trials.push(await urgency(stage, pair, set, settings));
      }
    }
    await stage.end(flipped);
  }
  return trials;
}

interface Pair {
  readonly usual: EngineVariant;
  readonly flipped: EngineVariant;
  /** What is flipped, in the words of the configuration. */
  readonly name: string;
  /** The same in a few words. */
  readonly title: string;
}

const asItIs = "as it is";

function flip(
  { options, say }: Stage,
  { usual, flipped, name, title }: Pair,
  set: ImageSet,
  settings: Settings,
): Promise<BenchTrial> {
  const work = { files: set.files, settings, together: true };
  return runTrial({
    kind: "switches",
    setName: set.name,
    work,
    contenders: [warm(asItIs, usual, work), warm(name, flipped, work)],
    rounds: options.pairs,
    memory: true,
    note: title,
    say: (text) => say(`${name}, ${caseName({ set, settings })}: ${text}`),
  });
}

/** One interactive image in the middle of a background job, with and without priorities. */
async function urgency(stage: Stage, { usual, flipped, name }: Pair, set: ImageSet, settings: Settings): Promise<BenchTrial> {
  const { options, say } = stage;
  const [image] = (await stage.generate("urgent", [latencyImage])).files;
  if (image === undefined) throw new Error("The interactive image could not be made.");
  const work = { files: [...set.files, image], settings, together: true, urgent: image.name };
  return runTrial({
    kind: "urgent",
    setName: set.name,
    work,
    contenders: [urgentContender(asItIs, usual, work), urgentContender(name, flipped, work)],
    rounds: options.pairs,
    note: "Time of an interactive image of 0.5 MP that comes when half of the others have ended, from then to its end.",
    say: (text) => say(`an interactive image, ${caseName({ set, settings })}: ${text}`),
  });
}
