import { type BenchTrial, type Settings, settingsSchema } from "@pixelmill/core";
import { calibrate } from "../measure/calibrate.ts";
import type { Stage } from "../measure/stage.ts";
import { chooseSets } from "../sets/chooseSets.ts";
import { type ImageSet, readImageSet } from "../sets/imageSet.ts";
import { sharedSetFolder } from "../sets/sharedSets.ts";
import { warm } from "../trial/contender.ts";
import { runTrial } from "../trial/runTrial.ts";

const formats = ["jpeg", "webp", "avif"] as const;
const sides = [320, 640, 1280, 1920] as const;

/** Each format at each size, by the longest side: what a page with responsive images asks for. */
const responsiveSettings: Settings = settingsSchema.parse({
  outputs: formats.flatMap((format) => sides.map((pixels) => ({ format, resize: { mode: "longest", pixels } }))),
});

/** A few files are enough to find out how many tasks raw sharp should have in flight: each is many. */
const calibrationFiles = 2;

/** Twelve outputs of each photo: raw sharp makes each alone, from file to file; the others may decode a photo once for all of them. */
export async function outputs(stage: Stage, set?: ImageSet): Promise<BenchTrial> {
  const { raw, cores, options, say } = stage;
  const photos = set ?? (await photosOf(stage));
  const work = { files: photos.files, settings: responsiveSettings };
  say("outputs: finding out how many tasks raw sharp should have in flight");
  await raw.prepare(work);
  const few = new Set(work.files.slice(0, calibrationFiles).map(({ name }) => name));
  const { rawInFlight } = await calibrate(raw, cores, few);
  return runTrial({
    kind: "outputs",
    setName: photos.name,
    work,
    contenders: [
      warm("raw sharp, each alone", raw, work),
      ...(options.variants.includes("engine") ? [warm("engine", await stage.engine(), work)] : []),
      ...(options.variants.includes("service") ? [warm("service", await stage.service(), work)] : []),
    ],
    rounds: options.pairs,
    note: `${responsiveSettings.outputs.length} outputs of each image. Raw sharp has ${rawInFlight} tasks in flight, each an output.`,
    say: (text) => say(`outputs, ${photos.name}: ${text}`),
  });
}

/** The photos where they are there, else the generated set. */
async function photosOf(stage: Stage): Promise<ImageSet> {
  const name = sharedSetFolder("photos", process.env) === null ? "generated" : "photos";
  const [chosen] = await chooseSets({ ...stage.options, folder: null, sets: [name] }, await stage.newFolder(), stage.raw);
  if (chosen === undefined) throw new Error(`The set ${name} is not here.`);
  return readImageSet(name, chosen.folder, await stage.engine());
}
