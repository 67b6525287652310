import { type BenchTrial, caseName, poolSize, type Settings } from "@pixelmill/core";
import { warmUpFiles } from "../measure/benchCase.ts";
import { calibrate } from "../measure/calibrate.ts";
import type { Stage } from "../measure/stage.ts";
import type { ImageSet } from "../sets/imageSet.ts";
import { warm } from "../trial/contender.ts";
import { runTrial } from "../trial/runTrial.ts";
import type { EngineVariant } from "../variants/engineVariant.ts";

/** Encoders, and tasks that each has in flight. */
export interface Split {
  readonly name: string;
  readonly encoders: number;
  readonly inFlight: number;
}

/** The splits that are tried on so many cores, each once. */
export function splits(cores: number): Split[] {
  const whole = Math.ceil(cores);
  const wanted = [
    { about: "cores × 1", encoders: whole, inFlight: 1 },
    { about: "cores × 2", encoders: whole, inFlight: 2 },
    { about: "cores + 1 × 1", encoders: whole + 1, inFlight: 1 },
    { about: "half the cores, at least 2", encoders: poolSize(cores, "heritage"), inFlight: 1 },
    { about: "one process", encoders: 1, inFlight: 4 },
  ];
  const same = Map.groupBy(wanted, ({ encoders, inFlight }) => `${encoders} × ${inFlight}`);
  return [...same].flatMap(([short, [first, ...more]]) =>
    first === undefined ? [] : [{ ...first, name: `${short} (${[first, ...more].map(({ about }) => about).join("; ")})` }],
  );
}

/** How many encoders with how many tasks in flight, on each set under each kind of settings: throughput, CPU time, peak memory. */
export async function split(stage: Stage, sets: readonly ImageSet[]): Promise<BenchTrial[]> {
  const engines = new Map<string, EngineVariant>();
  for (const { name, encoders, inFlight } of splits(stage.cores))
    engines.set(name, await stage.startEngine({ encoders, plan: { inFlight } }));
  const trials: BenchTrial[] = [];
  for (const set of sets) {
    for (const settings of stage.options.settings) trials.push(await trial(stage, engines, set, settings));
  }
  for (const engine of engines.values()) await stage.end(engine);
  return trials;
}

async function trial(
  { raw, cores, options, say }: Stage,
  engines: ReadonlyMap<string, EngineVariant>,
  set: ImageSet,
  settings: Settings,
): Promise<BenchTrial> {
  const work = { files: set.files, settings };
  await raw.prepare(work);
  const { rawInFlight } = await calibrate(raw, cores, warmUpFiles(work.files));
  return runTrial({
    kind: "split",
    setName: set.name,
    work,
    contenders: [warm("raw sharp", raw, work), ...[...engines].map(([name, engine]) => warm(name, engine, work))],
    rounds: options.pairs,
    memory: true,
    note: `Encoders × tasks in flight in each. Raw sharp has ${rawInFlight} tasks in flight.`,
    say: (text) => say(`split, ${caseName({ set, settings })}: ${text}`),
  });
}
