import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ImageInfo, type OutputSettingsInput, outputSettingsSchema, settingsSchema } from "@pixelmill/core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk } from "../../encoder/desk.ts";
import { encode } from "../../encoder/encode.ts";
import { inspect } from "../../encoder/inspect/inspect.ts";
import { usualLimits } from "../../testing/limits.ts";
import { generateImages, type ImageRecipe } from "./generateImages.ts";
import { runRaw } from "./rawPipeline.ts";
import { planRaw } from "./rawPlan.ts";

const recipes: readonly ImageRecipe[] = [
  { name: "photo.jpg", kind: "photo", width: 320, height: 240, seed: 1 },
  { name: "drawing.png", kind: "drawing", width: 300, height: 200, seed: 2 },
  { name: "cutout.webp", kind: "cutout", width: 200, height: 200, seed: 3 },
];

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pixelmill-raw-"));
  await Promise.all(["in", "out", "raw"].map((name) => mkdir(join(folder, name))));
  await generateImages(join(folder, "in"), recipes);
  await moreImages(join(folder, "in"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is rarer: grey, turned, deep, larger than a megapixel, animated. */
async function moreImages(target: string): Promise<void> {
  const photo = sharp(join(target, "photo.jpg"));
  await photo.clone().greyscale().toFile(join(target, "grey.jpg"));
  await photo.clone().withMetadata({ orientation: 6 }).toFile(join(target, "turned.jpg"));
  await photo.clone().toColourspace("rgb16").withIccProfile("p3").toFile(join(target, "deep.png"));
  await photo.clone().resize(1200, 900).png().toFile(join(target, "large.png"));
  const frames = [80, 160, 240].map((shade) => Buffer.alloc(40 * 30 * 3, shade));
  await sharp(Buffer.concat(frames), { raw: { width: 40, height: 90, channels: 3, pageHeight: 30 } })
    .gif()
    .toFile(join(target, "animated.gif"));
}

async function infoOf(name: string): Promise<ImageInfo> {
  const info = await inspect(join(folder, "in", name), { ...usualLimits, maxPixels: 1e8, maxFrames: 100 });
  if (!info.ok) throw new Error(info.error.message);
  return info.value;
}

const names = [...recipes.map(({ name }) => name), "grey.jpg", "turned.jpg", "deep.png", "large.png", "animated.gif"];
const wishes: readonly OutputSettingsInput[] = [
  { format: "jpeg" },
  { format: "webp", quality: 60 },
  { format: "png" },
  { format: "avif", resize: { mode: "longest", pixels: 100 } },
  { format: "jpeg", resize: { mode: "width", pixels: 150 } },
  { format: "webp", resize: { mode: "shortest", pixels: 90 } },
  { format: "original", resize: { mode: "height", pixels: 5000 } },
];

describe.each(names)("raw sharp on %s", (name) => {
  it.each(wishes)("does what the encoders do under %j, to the byte", async (wish) => {
    const settings = settingsSchema.parse({ outputs: [wish], minimumSaving: 0 });
    const info = await infoOf(name);
    const desk = openDesk(folder);
    const output = join(folder, "raw", "output");
    const [encoded] = await encode({ taskId: name, info, settings, threads: 1 }, desk);
    const chroma = encoded?.status === "optimized" ? (encoded.encoding?.chroma ?? null) : null;
    const task = { name, source: join(folder, "in", name), output, info, wish: outputSettingsSchema.parse(wish), chroma };
    const bytes = await runRaw(await planRaw(task));
    const raw = await readFile(output);
    expect(raw.length).toBe(bytes);
    if (encoded?.status === "keptOriginal") {
      expect(bytes).toBeGreaterThanOrEqual(info.bytes);
      return;
    }
    expect(encoded?.status).toBe("optimized");
    expect(raw.equals(await readFile(desk.output(name, 0)))).toBe(true);
  });
});

it("the animation is one", async () => {
  expect(await infoOf("animated.gif")).toMatchObject({ frames: 3, width: 40, height: 30 });
});

describe("generated images", () => {
  it("are the same every time, and what they are said to be", async () => {
    const again = join(folder, "again");
    await mkdir(again);
    await generateImages(again, recipes);
    for (const { name, width, height } of recipes) {
      expect((await readFile(join(again, name))).equals(await readFile(join(folder, "in", name)))).toBe(true);
      expect(await sharp(join(again, name)).metadata()).toMatchObject({ width, height });
    }
  });
});
