import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ImageFormat, type Pass, passesOf, settingsSchema } from "@pixelmill/core";
import type { Sharp } from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { usualLimits } from "../../testing/limits.ts";
import { inspect } from "../inspect/inspect.ts";
import { setUpSharp } from "../setUpSharp.ts";
import { deep, grid, gridWithAlpha, size } from "../testing/images.ts";
import { type HeldPixels, hold, release, shrink } from "./hold.ts";

let file: string;

beforeAll(async () => {
  setUpSharp();
  file = join(await mkdtemp(join(tmpdir(), "pixelmill-hold-")), "source");
});

afterAll(() => rm(join(file, ".."), { recursive: true }));

/** What is held of a PNG for outputs of these formats at its full size. */
async function held(image: Sharp, formats: readonly Exclude<ImageFormat, "gif" | "tiff">[]): Promise<HeldPixels> {
  await writeFile(file, await image.png().toBuffer());
  const info = await inspect(file, { ...usualLimits, maxPixels: 1e6, maxFrames: 1 });
  if (!info.ok) throw new Error(info.error.message);
  const { outputs } = settingsSchema.parse({ outputs: formats.map((format) => ({ format })) });
  const [pass] = passesOf(info.value, outputs) as readonly [Pass];
  return hold(file, info.value, pass, { ...size, outputs: [] }, null);
}

test.each([
  ["colours", grid(), "srgb", 3],
  ["alpha", gridWithAlpha(9), "srgb", 4],
  ["grey in one channel", grid().toColourspace("b-w"), "b-w", 1],
] as const)("%s, in 8 bits a channel", async (_, image, space, channels) => {
  const pixels = await held(image, ["jpeg", "webp"]);
  expect(pixels).toMatchObject({ space, channels, ...size, header: { hasProfile: false } });
  expect(pixels.samples.byteLength).toBe(size.width * size.height * channels);
});

test.each([
  [1, "grey16", "b-w"],
  [3, "rgb16", "srgb"],
] as const)("16 bits of %i channels, where an output keeps them", async (channels, space, shallow) => {
  const pixels = await held(deep(channels), ["png", "jpeg"]);
  expect(pixels).toMatchObject({ space, channels });
  expect(pixels.samples).toBeInstanceOf(Uint16Array);
  expect(await held(deep(channels), ["webp", "jpeg"])).toMatchObject({ space: shallow, channels });
});

test("pixels are gone as soon as they are released, or made smaller", async () => {
  const pixels = await held(grid(), ["jpeg", "webp"]);
  const smaller = await shrink(pixels, { width: 8, height: 6 });
  expect([pixels.samples.length, smaller.samples.length]).toEqual([0, 8 * 6 * 3]);
  release(smaller);
  release(smaller);
  expect(smaller.samples.length).toBe(0);
});
