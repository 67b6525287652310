import { type BenchCase, type BenchPair, type BenchRun, lowerBoundMs, pixelCount, type RunPicture } from "@pixelmill/core";
import type { RawCost } from "../baseline/rawRun.ts";
import { canSeeProcesses } from "../processes/processTree.ts";
import { describeSet } from "../sets/imageSet.ts";
import type { EngineVariant } from "../variants/engineVariant.ts";
import type { RawVariant } from "../variants/rawVariant.ts";
import type { ServiceVariant } from "../variants/serviceVariant.ts";
import type { BenchFile, Variant, VariantRun, Work } from "../variants/variant.ts";
import { calibrate } from "./calibrate.ts";
import { type MemoryRun, measureMemory } from "./measureMemory.ts";
import { measureRun } from "./measureRun.ts";

/** What takes part; null where it was left out. */
export interface Variants {
  readonly raw: RawVariant;
  readonly engine: EngineVariant | null;
  readonly service: ServiceVariant | null;
}

export interface CaseWish {
  readonly setName: string;
  readonly work: Work;
  readonly pairs: number;
  /** Each image alone is measured in every pair, not only at the end. */
  readonly boundInPairs: boolean;
  readonly cores: number;
  /** Hears what is going on. */
  readonly say: (text: string) => void;
}

/**
 * Files on which every variant is warmed up, and raw sharp tries how many tasks to have in flight: so many at least, and so many
 * pixels (about 2 s of JPEG), below which the trial would only tell what the machine did besides.
 */
const warmUp = { files: 8, pixels: 20e6 } as const;

/** Measures one case: warm-up and calibration, pairs, a run for memory, and each file alone for the lower bound. */
export async function benchCase(variants: Variants, wish: CaseWish): Promise<BenchCase> {
  const { work, cores, say } = wish;
  const all = [variants.raw, variants.engine, variants.service].filter((variant) => variant !== null);
  for (const variant of all) await variant.prepare(work);
  say("warming up");
  const few = warmUpFiles(work.files);
  for (const variant of all) if (variant !== variants.raw) await variant.run(few);
  const calibration = await calibrate(variants.raw, cores, few);
  const pairs = await measurePairs(variants, all, wish);
  const memory = canSeeProcesses ? await measureAllMemory(all, say) : [];
  say("raw sharp, each image alone");
  const costs = await variants.raw.alone();
  return {
    set: describeSet(wish.setName, work.files),
    settings: work.settings,
    ...calibration,
    pairs,
    memory: memory.map((run) => run.memory),
    bound: boundOf(costs, work),
    failures: memory.flatMap(({ memory: { variant }, told }) => failuresOf(variant, told, costs)),
    picture: pictureOf(memory),
  };
}

/** Names of a few files, spread evenly over all sizes. */
export function warmUpFiles(files: readonly BenchFile[]): ReadonlySet<string> {
  const sorted = files.toSorted((a, b) => pixelCount(a.info) - pixelCount(b.info));
  for (let count = warmUp.files; count < sorted.length; count *= 2) {
    const step = sorted.length / count;
    const few = sorted.filter((_, index) => Math.floor(index / step) > Math.floor((index - 1) / step));
    if (few.reduce((sum, { info }) => sum + pixelCount(info), 0) >= warmUp.pixels) return new Set(few.map(({ name }) => name));
  }
  return new Set(sorted.map(({ name }) => name));
}

async function measurePairs(variants: Variants, all: readonly Variant[], wish: CaseWish): Promise<BenchPair[]> {
  const { work, pairs, boundInPairs, cores, say } = wish;
  const measured: BenchPair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const runs = new Map<Variant, BenchRun>();
    if (boundInPairs) say(`pair ${pair + 1} of ${pairs}, each image alone`);
    const boundMs = boundInPairs ? lowerBoundMs(boundOf(await variants.raw.alone(), work), cores) : null;
    // Turning the order around evens out what one run leaves for the next.
    for (const variant of pair % 2 === 0 ? all : all.toReversed()) {
      say(`pair ${pair + 1} of ${pairs}, ${variant.name}`);
      runs.set(variant, (await measureRun(variant, work)).run);
    }
    const runOf = (variant: Variant | null) => (variant === null ? null : (runs.get(variant) ?? null));
    const raw = runOf(variants.raw);
    if (raw !== null) measured.push({ raw, engine: runOf(variants.engine), service: runOf(variants.service), boundMs });
  }
  return measured;
}

async function measureAllMemory(all: readonly Variant[], say: CaseWish["say"]): Promise<MemoryRun[]> {
  const runs: MemoryRun[] = [];
  for (const variant of all) {
    say(`memory, ${variant.name}`);
    runs.push(await measureMemory(variant));
  }
  return runs;
}

function boundOf(costs: readonly RawCost[], { files }: Work): BenchCase["bound"] {
  const infos = new Map(files.map(({ name, info }) => [name, info]));
  return {
    tasks: costs.map((cost) => {
      const info = infos.get(cost.name);
      return { ...cost, pixels: info === undefined ? 0 : pixelCount(info) };
    }),
  };
}

function failuresOf(variant: Variant["name"], { results }: VariantRun, costs: readonly RawCost[]): BenchCase["failures"] {
  return results
    .filter(({ bytes }) => bytes === null)
    .map(({ name, code }) => ({
      variant,
      name,
      code,
      rawPeakBytes: costs.find((cost) => cost.name === name)?.peakBytes ?? null,
    }));
}

/** The engine's run under the sampler. */
function pictureOf(runs: readonly MemoryRun[]): RunPicture | null {
  const found = runs.find(({ told }) => told.engine !== null);
  const engine = found?.told.engine;
  if (found === undefined || engine === undefined || engine === null) return null;
  const { beganAt, wallMs, tasks, batchSizes } = engine;
  const memory = found.samples.map(({ at, bytes }) => ({ atMs: at - beganAt, bytes })).filter(({ atMs }) => atMs >= 0);
  return { wallMs, budgetBytes: found.memory.budgetBytes ?? 0, tasks: [...tasks], memory, batchSizes: [...batchSizes] };
}
