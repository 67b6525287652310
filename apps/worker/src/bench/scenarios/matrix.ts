import type { BenchTrial, PlanConfig } from "@pixelmill/core";
import { caseName } from "@pixelmill/core";
import type { ImageRecipe } from "../baseline/generateImages.ts";
import type { Stage } from "../measure/stage.ts";
import { warm } from "../trial/contender.ts";
import { runTrial } from "../trial/runTrial.ts";
import type { EngineVariant } from "../variants/engineVariant.ts";
import type { Work } from "../variants/variant.ts";
import { repeatFiles } from "./repeatFiles.ts";

export interface MatrixSizes {
  /** Tasks in a batch. */
  readonly batches: readonly number[];
  /** Images a run. */
  readonly counts: readonly number[];
}

const sizes: MatrixSizes = { batches: [1, 10, 20, 100], counts: [0, 1, 9, 11, 72, 1000] };

/** More rounds would say the same of runs this short, and take long. */
const mostRounds = 3;

/** Different images that the runs are made of. */
const different = 20;

const recipes: readonly ImageRecipe[] = Array.from({ length: different }, (_, seed) => ({
  name: `small-${String(seed).padStart(2, "0")}.jpg`,
  kind: "photo",
  width: 240 + 8 * seed,
  height: 180 + 6 * seed,
  seed,
}));

/**
 * Fixed batches of each size against those that the plan makes. Every run gets its tasks at once: as they come in one by one, most
 * batches would have the size of what is there.
 */
export async function matrix(stage: Stage, { batches, counts }: MatrixSizes = sizes): Promise<BenchTrial[]> {
  const { files } = await stage.generate("matrix", recipes);
  const engines = new Map<string, EngineVariant>([["as planned", await stage.engine()]]);
  for (const size of batches) engines.set(`batches of ${size}`, await stage.startEngine({ plan: fixedBatches(size) }));
  const trials: BenchTrial[] = [];
  for (const settings of stage.options.settings) {
    for (const count of counts)
      trials.push(await trial(stage, engines, { files: repeatFiles(files, count), settings, together: true }));
  }
  for (const [name, engine] of engines) if (name !== "as planned") await stage.end(engine);
  return trials;
}

const fixedBatches = (size: number): Partial<PlanConfig> => ({ batch: "fixed", firstBatch: size });

function trial({ options, say }: Stage, engines: ReadonlyMap<string, EngineVariant>, work: Work): Promise<BenchTrial> {
  const setName = `${work.files.length} images`;
  const title = `matrix, ${caseName({ set: { name: setName }, settings: work.settings })}`;
  return runTrial({
    kind: "matrix",
    setName,
    work,
    contenders: [...engines].map(([name, engine]) => warm(name, engine, work)),
    rounds: Math.min(mostRounds, options.pairs),
    say: (text) => say(`${title}: ${text}`),
  });
}
