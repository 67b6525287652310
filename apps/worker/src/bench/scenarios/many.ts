import type { BenchGrowth, BenchTrial } from "@pixelmill/core";
import type { ImageRecipe } from "../baseline/generateImages.ts";
import { calibrate } from "../measure/calibrate.ts";
import type { Stage } from "../measure/stage.ts";
import { canSeeProcesses } from "../processes/processTree.ts";
import { type TrialContender, warm } from "../trial/contender.ts";
import { runTrial } from "../trial/runTrial.ts";
import type { Work } from "../variants/variant.ts";
import { measureGrowth } from "./growth.ts";
import { repeatFiles } from "./repeatFiles.ts";
import { scenarioSettings } from "./scenarioSettings.ts";

export interface ManySizes {
  /** Files a run. */
  readonly counts: readonly number[];
  /** Tasks ended when memory is looked at, in a run of as many as the last one. */
  readonly marks: readonly number[];
}

const sizes: ManySizes = { counts: [100, 1000, 10_000], marks: [1000, 10_000] };

/** A round of 10,000 files takes minutes, and is long enough to average over what else happens. */
const mostRounds = 3;

const different = 50;

const recipes: readonly ImageRecipe[] = Array.from({ length: different }, (_, seed) => ({
  name: `tiny-${String(seed).padStart(2, "0")}.jpg`,
  kind: "photo",
  width: 120 + 2 * seed,
  height: 90 + 2 * seed,
  seed,
}));

/** Many small files: what a task costs beside its encode, and whether the service's memory grows with them. */
export async function many(
  stage: Stage,
  { counts, marks }: ManySizes = sizes,
): Promise<{ readonly trials: BenchTrial[]; readonly growth: BenchGrowth | null }> {
  const { files } = await stage.generate("many", recipes);
  const trials: BenchTrial[] = [];
  let growth: BenchGrowth | null = null;
  for (const settings of scenarioSettings(stage.options)) {
    const looksAtMemory = growth === null && stage.options.variants.includes("service") && canSeeProcesses;
    if (looksAtMemory) {
      stage.say(`many: memory of the service at ${marks.join(" and ")} files`);
      const work = { files: repeatFiles(files, Math.max(...marks)), settings };
      growth = await measureGrowth(await stage.startService(), work, marks, (service) => stage.end(service));
    }
    for (const count of counts) trials.push(await trial(stage, { files: repeatFiles(files, count), settings }));
  }
  return { trials, growth };
}

async function trial(stage: Stage, work: Work): Promise<BenchTrial> {
  const { options, say } = stage;
  const setName = `${work.files.length} small files`;
  return runTrial({
    kind: "many",
    setName,
    work,
    contenders: await contendersOf(stage, work),
    rounds: Math.min(mostRounds, options.pairs),
    say: (text) => say(`many, ${setName}: ${text}`),
  });
}

async function contendersOf(stage: Stage, work: Work): Promise<TrialContender[]> {
  const { raw, cores, options } = stage;
  await raw.prepare(work);
  await calibrate(raw, cores, new Set(work.files.slice(0, 100).map(({ name }) => name)));
  return [
    warm("raw sharp", raw, work),
    ...(options.variants.includes("engine") ? [warm("engine", await stage.engine(), work)] : []),
    ...(options.variants.includes("service") ? [warm("service", await stage.service(), work)] : []),
  ];
}
