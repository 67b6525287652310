import type { BenchTrial } from "@pixelmill/core";
import type { ImageRecipe } from "../baseline/generateImages.ts";
import { calibrate } from "../measure/calibrate.ts";
import type { Stage } from "../measure/stage.ts";
import { cold } from "../trial/cold.ts";
import { type TrialContender, warm } from "../trial/contender.ts";
import { runTrial } from "../trial/runTrial.ts";
import type { Work } from "../variants/variant.ts";
import { scenarioSettings } from "./scenarioSettings.ts";

/** Images a run. */
const counts = [1, 2, 5, 10] as const;

/** Photos of about 2 megapixels, each another one. */
const recipes = (count: number): ImageRecipe[] =>
  Array.from({ length: count }, (_, seed) => ({
    name: `photo-${String(seed).padStart(2, "0")}.jpg`,
    kind: "photo",
    width: 1600,
    height: 1200,
    seed,
  }));

/** A few images: warm against warm, and with processes started for them against raw sharp started for them. */
export async function small(stage: Stage, images: readonly number[] = counts): Promise<BenchTrial[]> {
  const { files } = await stage.generate("small", recipes(Math.max(...images)));
  const trials: BenchTrial[] = [];
  for (const settings of scenarioSettings(stage.options)) {
    for (const count of images) {
      const work = { files: files.slice(0, count), settings };
      trials.push(await trial(stage, work, "warm", await warmContenders(stage, work)));
      trials.push(await trial(stage, work, "cold", coldContenders(stage, work)));
    }
  }
  return trials;
}

function trial({ options, say }: Stage, work: Work, state: string, contenders: readonly TrialContender[]): Promise<BenchTrial> {
  const setName = `${work.files.length} ${work.files.length === 1 ? "image" : "images"}, ${state}`;
  const { pairs: rounds } = options;
  return runTrial({ kind: "small", setName, work, contenders, rounds, say: (text) => say(`small, ${setName}: ${text}`) });
}

async function warmContenders(stage: Stage, work: Work): Promise<TrialContender[]> {
  const { raw, cores } = stage;
  const { variants } = stage.options;
  await raw.prepare(work);
  await calibrate(raw, cores, new Set(work.files.map(({ name }) => name)));
  return [
    warm("raw sharp", raw, work),
    ...(variants.includes("engine") ? [warm("engine", await stage.engine(), work)] : []),
    ...(variants.includes("service") ? [warm("service", await stage.service(), work)] : []),
  ];
}

function coldContenders(stage: Stage, work: Work): TrialContender[] {
  const { variants } = stage.options;
  const end = (variant: { stop(): Promise<void> }) => stage.end(variant);
  const { inFlight } = stage.raw;
  const startRaw = async () => {
    const raw = await stage.startRaw();
    raw.inFlight = inFlight;
    // Loads sharp: its answer says that the process is there.
    await raw.remote.call("versions", undefined);
    return raw;
  };
  return [
    cold("raw sharp", { start: startRaw, end, work }),
    ...(variants.includes("engine") ? [cold("engine", { start: () => stage.startEngine(), end, work })] : []),
    ...(variants.includes("service") ? [cold("service", { start: () => stage.startService(), end, work })] : []),
  ];
}
