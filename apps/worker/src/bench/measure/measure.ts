import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type BenchCase, type BenchReport, benchReportVersion, caseName, defaultPlanConfig } from "@pixelmill/core";
import { allocatorEnvironment } from "../../pool/environment.ts";
import type { MeasureArguments } from "../arguments/benchArguments.ts";
import { describeMachine, usableCores } from "../machine.ts";
import { chooseSets } from "../sets/chooseSets.ts";
import { latencyImage } from "../sets/generatedSet.ts";
import { type ImageSet, readImageSet } from "../sets/imageSet.ts";
import { EngineVariant } from "../variants/engineVariant.ts";
import { RawVariant } from "../variants/rawVariant.ts";
import { ServiceVariant } from "../variants/serviceVariant.ts";
import { benchCase } from "./benchCase.ts";
import { inFlightCandidates } from "./calibrate.ts";
import { measureLatency } from "./measureLatency.ts";
import { sampleMs } from "./measureMemory.ts";

export interface MeasureWish {
  readonly options: MeasureArguments;
  /** The command line, for the report. */
  readonly command: string;
  /** A folder for everything that the measurement leaves behind. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Everything that runs during a measurement; what is not asked for is null. */
interface Stage {
  readonly raw: RawVariant;
  /** Also reads the headers of every set, so it is always there. */
  readonly engine: EngineVariant;
  readonly service: ServiceVariant | null;
}

/** Measures all that was asked for. Null where the signal stopped it. */
export async function measure(wish: MeasureWish): Promise<BenchReport | null> {
  const running: { stop(): Promise<void> }[] = [];
  try {
    const work = measureAll(wish, running);
    // A measurement that was stopped fails when its processes end: nobody waits for it any more.
    work.catch(() => {});
    return await Promise.race([work, stopped(wish.signal)]);
  } finally {
    await Promise.all(running.map((each) => each.stop().catch(() => {})));
  }
}

async function stopped(signal: AbortSignal): Promise<null> {
  if (!signal.aborted) await once(signal, "abort");
  return null;
}

async function measureAll(wish: MeasureWish, running: { stop(): Promise<void> }[]): Promise<BenchReport> {
  const { options } = wish;
  const createdAt = new Date().toISOString();
  const stage = await openStage(wish, running);
  const machine = describeMachine(await stage.raw.remote.call("versions", undefined));
  const cases: BenchCase[] = [];
  for (const set of await readSets(wish, stage)) cases.push(...(await benchSet(set, wish, stage)));
  const latency = stage.service === null ? null : await oneImage(wish, stage.raw, stage.engine, stage.service);
  const configuration = configurationOf(options, stage);
  return {
    kind: "pixelmill-bench",
    version: benchReportVersion,
    createdAt,
    command: wish.command,
    machine,
    configuration,
    cases,
    latency,
  };
}

async function openStage({ options, folder, say }: MeasureWish, running: { stop(): Promise<void> }[]): Promise<Stage> {
  say("starting");
  const { encoders, memoryLimitBytes, limits, variants } = options;
  const keep = <T extends { stop(): Promise<void> }>(variant: T): T => {
    running.push(variant);
    return variant;
  };
  const raw = keep(new RawVariant(folder, Math.max(...inFlightCandidates(usableCores()))));
  const engine = keep(await EngineVariant.start(folder, { encoders, memoryLimitBytes, limits }));
  const wanted = variants.includes("service");
  const service = wanted ? keep(await ServiceVariant.start(folder, { encoders, memoryLimitBytes })) : null;
  return { raw, engine, service };
}

async function readSets({ options, folder, say }: MeasureWish, { raw, engine }: Stage): Promise<ImageSet[]> {
  const sets: ImageSet[] = [];
  for (const { name, folder: images } of await chooseSets(options, folder, raw)) {
    const set = await readImageSet(name, images, engine);
    if (set.refused > 0) say(`${set.name}: left out ${set.refused} files that are no images Pixelmill reads`);
    if (set.files.length === 0) throw new Error(`${images} holds no images.`);
    sets.push(set);
  }
  return sets;
}

async function benchSet(set: ImageSet, { options, say }: MeasureWish, stage: Stage): Promise<BenchCase[]> {
  const variants = { ...stage, engine: options.variants.includes("engine") ? stage.engine : null };
  const cases: BenchCase[] = [];
  for (const settings of options.settings) {
    const title = caseName({ set, settings });
    cases.push(
      await benchCase(variants, {
        setName: set.name,
        work: { files: set.files, settings },
        pairs: options.pairs,
        cores: usableCores(),
        say: (text) => say(`${title}: ${text}`),
      }),
    );
  }
  return cases;
}

async function oneImage({ folder, say }: MeasureWish, raw: RawVariant, engine: EngineVariant, service: ServiceVariant) {
  say("one image alone");
  const images = join(folder, "latency");
  await mkdir(images);
  await raw.remote.call("generate", { folder: images, recipes: [latencyImage] });
  const [file] = (await readImageSet(null, images, engine)).files;
  return file === undefined ? null : measureLatency(raw, service, file);
}

function configurationOf(options: MeasureArguments, { engine }: Stage): BenchReport["configuration"] {
  const { pairs, variants, memoryLimitBytes } = options;
  const { encoders, budgetBytes, inFlight } = engine.status;
  return {
    pairs,
    variants: ["raw", ...variants],
    encoders,
    memoryLimitBytes,
    budgetBytes,
    plan: { ...defaultPlanConfig, inFlight },
    allocator: { ...allocatorEnvironment },
    sampleMs,
  };
}
