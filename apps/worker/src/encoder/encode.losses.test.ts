import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writers } from "./formats/writers.ts";
import { setUpSharp } from "./setUpSharp.ts";
import { expectSameSamples } from "./testing/colours.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { grid, photo, size } from "./testing/images.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

/** A GIF that rests on a picture, then on another: 0.1, 0.2, 0.3 and 0.4 s, as frames of their own. */
async function restingGif(): Promise<Buffer> {
  const still = await grid().png().toBuffer();
  const red = await sharp({ create: { ...size, channels: 3, background: "#ff0000" } })
    .png()
    .toBuffer();
  return sharp([still, still, red, red], { join: { animated: true } })
    .gif({ delay: [100, 200, 300, 400], keepDuplicateFrames: true })
    .toBuffer();
}

test("frames that are alike stay frames of a GIF", async () => {
  const bytes = await restingGif();
  const options = { quality: null, effort: "balanced", chroma: "4:2:0", colours: null, resized: false, bitDepth: 8 } as const;
  const written = await writers.gif(sharp(bytes, { pages: -1 }), options).toBuffer();
  expect(await sharp(written, { pages: -1 }).metadata()).toMatchObject({ pages: 4, delay: [100, 200, 300, 400] });
});

test("frames that are alike may become one of a WebP, which lasts as long as they did", async () => {
  const { output } = await desk.encode(await restingGif(), { format: "webp" });
  const { pages, delay } = await sharp(output, { pages: -1 }).metadata();
  expect(pages).toBeGreaterThanOrEqual(2);
  expect(delay?.reduce((sum, ms) => sum + ms, 0)).toBe(1000);
});

test("a resized PNG of many colours has exactly the pixels of the resize, and no palette", async () => {
  const bytes = await photo(300, 200).png().toBuffer();
  const { output } = await desk.encode(bytes, { format: "png", resize: { mode: "width", pixels: 120 } });
  const pixels = (image: Sharp) => image.raw().toBuffer();
  expectSameSamples(await pixels(sharp(output)), await pixels(sharp(bytes).resize({ width: 120, height: 80, fit: "fill" })));
  expect((await sharp(output).metadata()).isPalette).toBe(false);
});

test("a photo converted to PNG has exactly the pixels of the photo", async () => {
  const bytes = await photo(120, 80).jpeg({ quality: 95 }).toBuffer();
  const { output } = await desk.encode(bytes, { format: "png" });
  expectSameSamples(await sharp(output).raw().toBuffer(), await sharp(bytes).raw().toBuffer());
});
