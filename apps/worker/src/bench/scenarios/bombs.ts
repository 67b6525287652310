import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  type BenchBombs,
  type BombLimits,
  bombLimits,
  pixelCount,
  type Settings,
  settingsSchema,
  type TaskView,
} from "@pixelmill/core";
import type { ImageRecipe } from "../baseline/generateImages.ts";
import { type Bomb, drawingBombs, pictureBombs, slowBomb } from "../bombs/bombs.ts";
import type { Stage } from "../measure/stage.ts";
import type { UploadFile } from "../service/client.ts";
import type { ServiceVariant } from "../variants/serviceVariant.ts";
import type { BenchFile } from "../variants/variant.ts";
import { repeatFiles } from "./repeatFiles.ts";
import { jpegSettings } from "./scenarioSettings.ts";

export interface BombSizes {
  /** Photos of the job. */
  readonly photos: number;
  /** Their width in pixels; three quarters of it high. */
  readonly width: number;
  /** Time in which encoders that went with a bomb come back, in milliseconds. */
  readonly settleMs: number;
  /** Limits of the service, one after the other. */
  readonly limits: readonly BombLimits[];
}

/** 16 photos of 12 megapixels take two cores some ten seconds. */
const sizes: BombSizes = { photos: 16, width: 4000, settleMs: 4000, limits: bombLimits };

/** What the service's limits are changed to. A bomb that says in its header what it is then has to be held by budget, guard and deadline. */
const settingsOf: Readonly<Record<BombLimits, Readonly<Record<string, string>>>> = {
  usual: {},
  raised: { MAX_MEGAPIXELS: "10000", MAX_FRAMES: "100000" },
};

/** Bombs stay what they are: drawings are worked on as well. */
const bombSettings: Settings = settingsSchema.parse({ outputs: [{ format: "original" }] });

const different = 4;

const recipes = (width: number): ImageRecipe[] =>
  Array.from({ length: different }, (_, seed) => ({
    name: `photo-${seed}.jpg`,
    kind: "photo",
    width,
    height: (width * 3) / 4,
    seed,
  }));

/** A job of photos alone and right behind a job of bombs, in pairs: with the service's usual limits, and with raised ones. */
export async function bombs(stage: Stage, wish: BombSizes = sizes): Promise<BenchBombs[]> {
  stage.say("bombs: making images");
  const photos = repeatFiles((await stage.generate("bombs", recipes(wish.width))).files, wish.photos);
  const measured: BenchBombs[] = [];
  for (const limits of wish.limits) measured.push(await underLimits(stage, limits, photos, wish.settleMs));
  return measured;
}

async function underLimits(
  stage: Stage,
  limits: BombLimits,
  photos: readonly BenchFile[],
  settleMs: number,
): Promise<BenchBombs> {
  const { files, made } = await writeBombs(await stage.newFolder(), limits);
  const service = await stage.startService({ env: settingsOf[limits] });
  try {
    const alone = async () => (await service.client.run(photos, jpegSettings)).wallMs;
    const beside = () => besideBombs(service, photos, files);
    await alone();
    const pairs: BenchBombs["pairs"] = [];
    const first: TaskView[] = [];
    for (let pair = 0; pair < stage.options.pairs; pair += 1) {
      stage.say(`bombs, ${limits} limits: pair ${pair + 1} of ${stage.options.pairs}`);
      // Turning the order around evens out what one run leaves for the next.
      const before = pair % 2 === 0 ? await alone() : null;
      const { wallMs, tasks } = await beside();
      await setTimeout(settleMs);
      pairs.push({ aloneMs: before ?? (await alone()), besideMs: wallMs });
      if (pair === 0) first.push(...tasks);
    }
    const pixels = photos.reduce((sum, { info }) => sum + pixelCount(info), 0);
    return {
      limits,
      settings: jpegSettings,
      files: photos.length,
      pixels,
      bombs: made.map((bomb) => fateOf(bomb, first)),
      pairs,
    };
  } finally {
    await stage.end(service);
  }
}

/** The bombs as files. The one that no limit sees is for raised ones: it stands for all that is only ended at its deadline. */
async function writeBombs(folder: string, limits: BombLimits): Promise<{ readonly files: UploadFile[]; readonly made: Bomb[] }> {
  const nowhere = "file:///pixelmill/nothing.svg";
  const made = [...pictureBombs(), ...drawingBombs(nowhere), ...(limits === "raised" ? [slowBomb()] : [])];
  const files = made.map(({ name }) => ({ name, source: join(folder, name) }));
  await Promise.all(made.map(({ name, bytes }) => writeFile(join(folder, name), bytes)));
  return { files, made };
}

/** The photos' time from when the bombs are there. What is left of the bombs then is given up. */
async function besideBombs({ client }: ServiceVariant, photos: readonly BenchFile[], files: readonly UploadFile[]) {
  const jobId = await client.startJob(files, bombSettings);
  const { wallMs, results } = await client.run(photos, jpegSettings);
  const damaged = results.filter(({ bytes }) => bytes === null).map(({ name }) => name);
  if (damaged.length > 0) throw new Error(`Beside bombs nothing came of ${damaged.join(", ")}.`);
  const tasks = await client.tasks(jobId);
  await client.deleteJob(jobId);
  return { wallMs, tasks };
}

function fateOf({ name, bytes }: Bomb, tasks: readonly TaskView[]): BenchBombs["bombs"][number] {
  const task = tasks.find(({ path }) => path === name);
  const result = task?.outputs[0]?.result;
  return { name, bytes: bytes.length, became: result?.status === "failed" ? result.error.code : (task?.state ?? "unknown") };
}
