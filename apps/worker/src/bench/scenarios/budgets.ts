import { type BenchBudgets, type BudgetRun, caseName, isRefusal, type Settings } from "@pixelmill/core";
import { warmUpFiles } from "../measure/benchCase.ts";
import { calibrate } from "../measure/calibrate.ts";
import { measureMemory } from "../measure/measureMemory.ts";
import type { Stage } from "../measure/stage.ts";
import { canSeeProcesses } from "../processes/processTree.ts";
import { TreeMemory } from "../sampler/treeMemory.ts";
import { describeSet, type ImageSet } from "../sets/imageSet.ts";
import type { Variant, Work } from "../variants/variant.ts";

interface BudgetCase {
  readonly title: string;
  readonly set: ImageSet;
  readonly work: Work;
  readonly raw: BenchBudgets["raw"];
  readonly runs: { limitBytes: number; run: BudgetRun }[];
}

/** Memory under each of several limits, every set under each kind of settings, and what was refused for it. */
export async function budgets(stage: Stage, sets: readonly ImageSet[]): Promise<BenchBudgets[]> {
  if (!canSeeProcesses) throw new Error("Memory cannot be sampled on this system: only Linux tells.");
  const cases: BudgetCase[] = [];
  for (const set of sets) {
    for (const settings of stage.options.settings) cases.push(await openCase(stage, set, settings));
  }
  for (const limitBytes of stage.options.memoryLimits) {
    for (const variant of stage.options.variants) await measureVariant(stage, variant, limitBytes, cases);
  }
  for (const each of cases) await findPeaks(stage, each);
  return cases.map(({ set, work, raw, runs }) => ({
    set: describeSet(set.name, set.files),
    settings: work.settings,
    raw,
    runs,
  }));
}

async function openCase({ raw, cores, say }: Stage, set: ImageSet, settings: Settings): Promise<BudgetCase> {
  const work = { files: set.files, settings };
  const title = caseName({ set, settings });
  say(`budgets, ${title}: raw sharp`);
  await raw.prepare(work);
  await calibrate(raw, cores, warmUpFiles(work.files));
  return { title, set, work, raw: (await measureMemory(raw)).memory, runs: [] };
}

/** A variant is started for a limit, and does every case under it: what one leaves behind the next one has to bear. */
async function measureVariant(
  stage: Stage,
  name: "engine" | "service",
  limitBytes: number,
  cases: readonly BudgetCase[],
): Promise<void> {
  const variant: Variant =
    name === "engine"
      ? await stage.startEngine({ memoryLimitBytes: limitBytes })
      : await stage.startService({ memoryLimitBytes: limitBytes });
  const baseBytes = new TreeMemory(variant.memoryRoots).bytes(performance.now());
  for (const { title, work, runs } of cases) {
    stage.say(`budgets, ${title}: ${name} within ${limitBytes / 1e6} MB`);
    await variant.prepare(work);
    const { memory, told } = await measureMemory(variant);
    const failures = told.results
      .filter(({ bytes }) => bytes === null)
      .map((failed) => ({ variant: name, name: failed.name, code: failed.code, rawPeakBytes: null }));
    runs.push({ limitBytes, run: { ...memory, wallMs: told.wallMs, baseBytes, failures } });
  }
  await stage.end(variant);
}

/** How often raw sharp's peak is taken: a sample every 20 ms passes over peaks, so that one image gave 354 to 391 MB. */
const peakRuns = 3;

/** What raw sharp needs for each image that was refused, alone: the most it took. */
async function findPeaks({ raw, say }: Stage, { title, work, runs }: BudgetCase): Promise<void> {
  const refused = new Set(runs.flatMap(({ run }) => run.failures.filter(({ code }) => isRefusal(code)).map(({ name }) => name)));
  if (refused.size === 0) return;
  say(`budgets, ${title}: raw sharp, each image alone that was refused`);
  await raw.prepare(work);
  const peaks = new Map<string, number>();
  for (let run = 0; run < peakRuns; run++)
    for (const { name, peakBytes } of await raw.alone(refused))
      if (peakBytes !== null) peaks.set(name, Math.max(peakBytes, peaks.get(name) ?? 0));
  for (const { run } of runs) {
    for (const failure of run.failures) failure.rawPeakBytes = peaks.get(failure.name) ?? null;
  }
}
