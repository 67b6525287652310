import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type BenchEqualScore,
  type BenchPreset,
  type BenchQuality,
  type BenchTarget,
  caseName,
  resizedDimensions,
  type ScoredFormat,
  scoredEfforts,
  scoredFormats,
  settingsSchema,
} from "@pixelmill/core";
import { scoringCosts } from "../baseline/scoring/scorer.ts";
import type { Stage } from "../measure/stage.ts";
import { describeSet, type ImageSet, readImageSet } from "../sets/imageSet.ts";
import { type ImageScores, imageScores, target } from "./imageScores.ts";
import { Lane, overLanes } from "./lane.ts";
import { losslessPngs } from "./losslessPngs.ts";
import { neverLarger } from "./neverLarger.ts";

type Resize = BenchQuality["resize"];

/** Bytes, scores and CPU time of the encodes of each set: the parts that were asked for. */
export async function measureQuality(stage: Stage, sets: readonly ImageSet[]): Promise<BenchQuality[]> {
  const lanes: Lane[] = [];
  for (let lane = 0; lane < Math.max(1, Math.floor(stage.cores)); lane += 1) lanes.push(await Lane.start(stage));
  const measured: BenchQuality[] = [];
  for (const set of sets) measured.push(await ofSet(stage, lanes, set));
  for (const lane of lanes) await stage.end(lane);
  return measured;
}

async function ofSet(stage: Stage, lanes: readonly Lane[], set: ImageSet): Promise<BenchQuality> {
  const parts = stage.options.quality ?? [];
  const { formats, resize } = wishOf(stage);
  const prepared = resize === null ? set : await smaller(stage, lanes, set, resize);
  const scored = parts.some((part) => part === "target" || part === "presets" || part === "equal")
    ? await scoresOf(stage, lanes, prepared, formats)
    : nothing;
  return {
    set: describeSet(set.name, prepared.files),
    resize,
    ...scored,
    lossless: parts.includes("lossless") ? await losslessPngs(stage, lanes, set) : [],
    neverLarger: parts.includes("larger") ? await neverLarger(stage, set) : [],
  };
}

const nothing = { scoring: null, targets: [], presets: [], equalScores: [] };

/** Formats and size that were asked for; usual are all formats, at full size. */
function wishOf({ options: { settings, settingsAreUsual } }: Stage): { formats: readonly ScoredFormat[]; resize: Resize } {
  if (settingsAreUsual) return { formats: scoredFormats, resize: null };
  const outputs = settings.flatMap((each) => each.outputs);
  return {
    formats: scoredFormats.filter((format) => outputs.some((output) => output.format === format)),
    resize: outputs[0]?.resize ?? null,
  };
}

/** Every image made smaller first, to a PNG: everyone then gets the same pixels, and nobody's way to resize counts. */
async function smaller(stage: Stage, lanes: readonly Lane[], set: ImageSet, resize: NonNullable<Resize>): Promise<ImageSet> {
  stage.say(`quality, ${set.name}: making its images smaller`);
  const folder = await stage.newFolder();
  await overLanes(lanes, set.files, async (lane, { name, source, info }) => {
    const output = join(folder, `${name}.png`);
    await mkdir(dirname(output), { recursive: true });
    await lane.scoring.call("shrink", { source, output, size: resizedDimensions(info, resize) });
  });
  return readImageSet(set.name, folder, await stage.engine());
}

async function scoresOf(stage: Stage, lanes: readonly Lane[], set: ImageSet, wanted: readonly ScoredFormat[]) {
  const [lane] = lanes;
  if (lane === undefined || !(await lane.scoring.call("canScore", undefined)))
    throw new Error("Scores need the native addon, which is not here.");
  const title = (format: ScoredFormat) => caseName({ set, settings: settingsSchema.parse({ outputs: [{ format }] }) });
  const found: ImageScores[] = [];
  const targets: BenchTarget[] = [];
  for (const format of wanted) {
    const all = await overLanes(lanes, set.files, async (each, image) => {
      stage.say(`quality, ${title(format)}: ${image.name}`);
      return imageScores(each, image, format, stage.options.quality ?? []);
    });
    found.push(...all);
    targets.push(...(await targetOf(stage, lanes, format, all)));
  }
  const costs = await Promise.all(lanes.map((each) => each.scoring.call("costs", undefined)));
  return {
    scoring: scoringCosts(costs),
    targets,
    presets: wanted.flatMap((format) => presetsOf(format, found)),
    equalScores: wanted.flatMap((format) => equalScoresOf(format, found)),
  };
}

/** The target of one format, and the fixed quality that reaches it everywhere: found by each image's own, checked on all of them. */
async function targetOf(
  stage: Stage,
  lanes: readonly Lane[],
  format: ScoredFormat,
  all: readonly ImageScores[],
): Promise<BenchTarget[]> {
  const found = all.flatMap((each) => each.target ?? []);
  if (found.length === 0) return [];
  const files = found.map(({ file }) => file);
  const leasts = found.map(({ least }) => least);
  if (leasts.includes(null)) return [{ format, target, files, fixed: null }];
  for (let quality = Math.max(...leasts.map(Number)); quality <= 100; quality += 1) {
    stage.say(`quality, ${format}: every image at ${quality}`);
    const fixed = await atQuality(lanes, all, quality);
    if (fixed.every(({ score }) => score >= target)) return [{ format, target, files, fixed: { quality, files: fixed } }];
  }
  return [{ format, target, files, fixed: null }];
}

function atQuality(lanes: readonly Lane[], all: readonly ImageScores[], quality: number) {
  const ladders = new Map(all.map(({ image, ladder }) => [image, ladder]));
  return overLanes(lanes, [...ladders.keys()], async (lane, image) => {
    const ladder = ladders.get(image);
    if (ladder === undefined) throw new Error(`${image.name} has no ladder.`);
    return ladder.at(lane, quality);
  });
}

function presetsOf(format: ScoredFormat, found: readonly ImageScores[]): BenchPreset[] {
  const presets = found.filter((each) => each.format === format).flatMap((each) => each.presets);
  return scoredEfforts
    .map((effort) => ({ format, effort, files: presets.filter((each) => each.effort === effort).map(({ file }) => file) }))
    .filter(({ files }) => files.length > 0);
}

function equalScoresOf(format: ScoredFormat, found: readonly ImageScores[]): BenchEqualScore[] {
  const all = found
    .filter((each) => each.format === format)
    .flatMap(({ image, equal }) => equal.map((each) => ({ ...each, name: image.name })));
  return [...new Set(all.map(({ peer }) => peer))].map((peer) => {
    const files = all.filter((each) => each.peer === peer);
    return {
      format,
      peer,
      files: files.flatMap(({ file }) => file ?? []),
      failed: files.filter(({ file }) => file === null).map(({ name }) => name),
    };
  });
}
