import { once } from "node:events";
import {
  type BenchBudgets,
  type BenchCase,
  type BenchQuality,
  type BenchReport,
  type BenchSimulation,
  type BenchTrial,
  benchReportVersion,
  caseName,
  defaultPlanConfig,
} from "@pixelmill/core";
import { allocatorEnvironment } from "../../pool/environment.ts";
import type { OwnScenario } from "../arguments/scenarios.ts";
import { describeMachine } from "../machine.ts";
import { measureQuality } from "../quality/measureQuality.ts";
import { bombs } from "../scenarios/bombs.ts";
import { budgets } from "../scenarios/budgets.ts";
import { idle } from "../scenarios/idle.ts";
import { interference } from "../scenarios/interference.ts";
import { latency } from "../scenarios/latency.ts";
import { many } from "../scenarios/many.ts";
import { matrix } from "../scenarios/matrix.ts";
import { outputs } from "../scenarios/outputs.ts";
import { peers } from "../scenarios/peers.ts";
import { small } from "../scenarios/small.ts";
import { split } from "../scenarios/split.ts";
import { switches } from "../scenarios/switches.ts";
import { chooseSets } from "../sets/chooseSets.ts";
import { type ImageSet, readImageSet } from "../sets/imageSet.ts";
import { simulateAgain, simulateSets } from "../simulate/simulations.ts";
import { benchCase } from "./benchCase.ts";
import { sampleMs } from "./measureMemory.ts";
import { Stage, type StageWish } from "./stage.ts";

export interface MeasureWish extends StageWish {
  /** The command line, for the report. */
  readonly command: string;
  readonly signal: AbortSignal;
}

/** Measures all that was asked for. Null where the signal stopped it. */
export async function measure(wish: MeasureWish): Promise<BenchReport | null> {
  const stage = new Stage(wish);
  try {
    const work = measureAll(wish, stage);
    // A measurement that was stopped fails when its processes end: nobody waits for it any more.
    work.catch(() => {});
    return await Promise.race([work, stopped(wish.signal)]);
  } finally {
    await stage.stop();
  }
}

async function stopped(signal: AbortSignal): Promise<null> {
  if (!signal.aborted) await once(signal, "abort");
  return null;
}

async function measureAll({ command }: MeasureWish, stage: Stage): Promise<BenchReport> {
  const createdAt = new Date().toISOString();
  stage.say("starting");
  const machine = describeMachine(await stage.raw.remote.call("versions", undefined));
  const configuration = await configurationOf(stage);
  const { costs } = stage.options;
  const onSets =
    costs === null ? await measureSets(stage, await readSets(stage)) : onlySimulated(await simulateAgain(stage, costs));
  const own = await measureScenarios(stage);
  return {
    kind: "pixelmill-bench",
    version: benchReportVersion,
    createdAt,
    command,
    machine,
    configuration,
    cases: onSets.cases,
    budgets: onSets.budgets,
    simulations: onSets.simulations,
    quality: onSets.quality,
    ...own,
    trials: [...onSets.trials, ...own.trials],
  };
}

async function readSets(stage: Stage): Promise<ImageSet[]> {
  const { options, folder, raw, say } = stage;
  const sets: ImageSet[] = [];
  for (const { name, folder: images } of await chooseSets(options, folder, raw)) {
    const set = await readImageSet(name, images, await stage.engine());
    if (set.refused > 0) say(`${set.name}: left out ${set.refused} files that are no images Pixelmill reads`);
    if (set.files.length === 0) throw new Error(`${images} holds no images.`);
    sets.push(set);
  }
  return sets;
}

interface OnSets {
  readonly cases: BenchCase[];
  readonly budgets: BenchBudgets[];
  readonly trials: BenchTrial[];
  readonly simulations: BenchSimulation[];
  readonly quality: BenchQuality[];
}

const onlySimulated = (simulations: BenchSimulation[]): OnSets => ({
  cases: [],
  budgets: [],
  trials: [],
  simulations,
  quality: [],
});

/** The variants against each other on every set, or what was asked for instead. */
async function measureSets(stage: Stage, sets: readonly ImageSet[]): Promise<OnSets> {
  const { memoryLimits, split: splits, switches: flips, simulate, peers: folder, quality: parts } = stage.options;
  const manyBudgets = memoryLimits.length > 1;
  const trials = splits ? await split(stage, sets) : [];
  if (flips) trials.push(...(await switches(stage, sets)));
  if (folder !== null && parts === null) trials.push(...(await peers(stage, sets, folder)));
  const underBudgets = manyBudgets ? await budgets(stage, sets) : [];
  const simulations = simulate ? await simulateSets(stage, sets) : [];
  const quality = parts === null ? [] : await measureQuality(stage, sets);
  const instead = splits || flips || simulate || manyBudgets || folder !== null || parts !== null;
  const cases: BenchCase[] = [];
  if (!instead) for (const set of sets) cases.push(...(await benchSet(set, stage)));
  return { cases, budgets: underBudgets, trials, simulations, quality };
}

async function benchSet(set: ImageSet, stage: Stage): Promise<BenchCase[]> {
  const { options, raw, cores, say } = stage;
  const engine = options.variants.includes("engine") ? await stage.engine() : null;
  const service = options.variants.includes("service") ? await stage.service() : null;
  const cases: BenchCase[] = [];
  for (const settings of options.settings) {
    const title = caseName({ set, settings });
    const work = { files: set.files, settings };
    const { pairs, boundInPairs } = options;
    const wish = { setName: set.name, work, pairs, boundInPairs, cores, say: (text: string) => say(`${title}: ${text}`) };
    cases.push(await benchCase({ raw, engine, service }, wish));
  }
  return cases;
}

type OwnResults = Pick<BenchReport, "trials" | "latency" | "interference" | "bombs" | "growth" | "idle">;

/** Scenarios with images of their own, those that were asked for. */
async function measureScenarios(stage: Stage): Promise<OwnResults> {
  const wanted = (name: OwnScenario) => stage.options.scenarios.includes(name);
  const alone = wanted("latency") ? await latency(stage) : null;
  const beside = wanted("interference") ? await interference(stage) : null;
  const besieged = wanted("bombs") ? await bombs(stage) : [];
  const atOnce = wanted("outputs") ? [await outputs(stage)] : [];
  const few = wanted("small") ? await small(stage) : [];
  const batches = wanted("matrix") ? await matrix(stage) : [];
  const files = wanted("many") ? await many(stage) : { trials: [], growth: null };
  return {
    latency: alone,
    trials: [...atOnce, ...few, ...batches, ...files.trials],
    growth: files.growth,
    idle: wanted("idle") ? await idle(stage) : null,
    interference: beside,
    bombs: besieged,
  };
}

async function configurationOf(stage: Stage): Promise<BenchReport["configuration"]> {
  const { pairs, variants, memoryLimitBytes, plan } = stage.options;
  const { encoders, budgetBytes, inFlight } = (await stage.engine()).status;
  return {
    pairs,
    variants: ["raw", ...variants],
    encoders,
    memoryLimitBytes,
    budgetBytes,
    plan: { ...defaultPlanConfig, ...plan, inFlight },
    allocator: { ...allocatorEnvironment },
    sampleMs,
    ledger: "off",
  };
}
