import {
  type BenchTrial,
  caseName,
  type PlanVariation,
  planText,
  planVariations,
  poolSize,
  type Settings,
} from "@pixelmill/core";
import type { EngineChange, Stage } from "../measure/stage.ts";
import { latencyImage } from "../sets/generatedSet.ts";
import type { ImageSet } from "../sets/imageSet.ts";
import { warm } from "../trial/contender.ts";
import { runTrial } from "../trial/runTrial.ts";
import { urgentContender } from "../trial/urgentContender.ts";
import type { EngineVariant } from "../variants/engineVariant.ts";

/** A piece of the engine, switched off or replaced. */
export interface Switch {
  /** In a few words. */
  readonly title: string;
  /** In the words of the configuration. */
  readonly name: string;
  readonly change: EngineChange;
}

const planSwitch = ({ title, plan }: PlanVariation): Switch => ({ title, name: planText(plan), change: { plan } });

const sandboxOff: Switch = { title: "encoders without a sandbox", name: "sandbox=off", change: { sandbox: "off" } };

/** The switches that make a difference on so many cores: a pool of another size has to be of another size. */
export function switchesOn(cores: number): Switch[] {
  const variations = planVariations.filter(({ plan }) => {
    const { poolSize: rule, ...others } = plan;
    return rule === undefined || Object.keys(others).length > 0 || poolSize(cores, rule) !== poolSize(cores);
  });
  return [...variations.map(planSwitch), sandboxOff];
}

/**
 * The engine with each piece of planning, and the sandbox, switched off or replaced, in pairs with the engine as it is, on each set
 * under each kind of settings: throughput, CPU time, peak memory. All tasks are there from the start.
 */
export async function switches(
  stage: Stage,
  sets: readonly ImageSet[],
  chosen: readonly Switch[] = switchesOn(stage.cores),
): Promise<BenchTrial[]> {
  const trials: BenchTrial[] = [];
  const usual = await stage.engine();
  for (const { title, name, change } of chosen) {
    const flipped = await stage.startEngine(change);
    for (const set of sets) {
      for (const settings of stage.options.settings) {
        const pair = { usual, flipped, name, title };
        trials.push(await flip(stage, pair, set, settings));
        if (change.plan?.priorities === false) trials.push(await urgency(stage, pair, set, settings));
      }
    }
    await stage.end(flipped);
  }
  return trials;
}

interface Pair extends Omit<Switch, "change"> {
  readonly usual: EngineVariant;
  readonly flipped: EngineVariant;
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
