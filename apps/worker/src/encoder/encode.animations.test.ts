import { native } from "@pixelmill/native";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { type ApngFrame, apng } from "./testing/apng.ts";
import { colours, expectedColours, expectNear } from "./testing/colours.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { animatedPng, animation, size } from "./testing/images.ts";
import { exifFacts } from "./testing/matrix/exif.ts";
import { animatedPngWith } from "./testing/matrix/traits.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

/** The first pixel of each frame, as it is seen. */
async function firstPixels(image: Buffer): Promise<readonly (readonly number[])[]> {
  const { pages = 1 } = await sharp(image).metadata();
  const frames = Array.from({ length: pages }, (_, page) => sharp(image, { page }).ensureAlpha().toColourspace("srgb").raw());
  return Promise.all(frames.map(async (frame) => [...(await frame.toBuffer()).subarray(0, 4)]));
}

const timing = { pages: 3, delay: [100, 200, 300], loop: 3 };

const made = [
  ["gif", () => animation("gif")],
  ["webp", () => animation("webp")],
  ...(native.decoders === null ? [] : [["png", animatedPng] as const]),
] as const;

describe.each(made)("an animated %s", (format, make) => {
  test.each([
    ["webp", null],
    ["webp", { mode: "longest", pixels: 32 }],
    ["original", { mode: "longest", pixels: 32 }],
  ] as const)("keeps frames, delays and loop as %s, resized to %o", async (target, resize) => {
    if (format === "png" && target === "original") return;
    const { result, output } = await desk.encode(await make(), { format: target, resize, minimumSaving: 0 });
    if (result.status === "keptOriginal") {
      expect([target, resize]).toEqual(["webp", null]);
      return;
    }
    expect(result).toMatchObject({ status: "optimized", output: { frames: 3 } });
    expect(await sharp(output).metadata()).toMatchObject(timing);
    const { width, height } = resize === null ? size : { width: 32, height: 24 };
    expect(await sharp(output, { pages: -1 }).metadata()).toMatchObject({ width, pageHeight: height });
    expectNear(await colours(output, width, height), expectedColours(false), 20);
    expectNear(
      (await firstPixels(output)).slice(1),
      [
        [255, 0, 0, 255],
        [0, 0, 255, 255],
      ],
      20,
    );
  });
});

describe.skipIf(native.decoders === null)("an animated PNG", () => {
  test("is kept as it is where it should stay one, and says why", async () => {
    const { result, leftovers } = await desk.encode(await animatedPng());
    expect(result).toMatchObject({ status: "keptOriginal", reason: "animationKept", output: { format: "png", frames: 3 } });
    expect(leftovers).toEqual([]);
  });

  test("can't be made smaller and stay one", async () => {
    const { result } = await desk.encode(await animatedPng(), { resize: { mode: "width", pixels: 20 } });
    expect(result).toMatchObject({ status: "failed", error: { code: "unsupportedVariant" } });
  });

  test("gives its first frame where the output is a still, with a warning, beside one that moves", async () => {
    const [still, moving] = await desk.encodeAll(await animatedPng(), [{ format: "jpeg" }, { format: "webp" }]);
    expect(still?.result).toMatchObject({
      status: "optimized",
      output: { frames: 1 },
      warnings: expect.arrayContaining(["firstFrameOnly"]),
    });
    expect(moving?.result).toMatchObject({ status: "optimized", output: { frames: 3 } });
    expectNear(await colours(still?.output ?? Buffer.alloc(0), size.width, size.height), expectedColours(false), 20);
  });

  test("that ends before its last frame fails, and leaves nothing behind", async () => {
    const whole = await animatedPng();
    const { result, leftovers } = await desk.encode(whole.subarray(0, whole.length - 60), { format: "webp" });
    expect(result).toMatchObject({ status: "failed", error: { code: "truncatedImage" } });
    expect(leftovers).toEqual([]);
  });

  test.each([
    ["encoded for a score", { quality: { target: 60 } }],
    ["encoded without loss", { quality: "lossless" }],
    ["resized", { resize: { mode: "width", pixels: 32 } }],
  ] as const)("keeps its delays and its loop where it is %s", async (_, wish) => {
    const { result, output } = await desk.encode(await animatedPng(), { format: "webp", ...wish });
    expect(result).toMatchObject({ status: "optimized", output: { frames: 3 } });
    expect(await sharp(output).metadata()).toMatchObject(timing);
  });

  test.each([3, 6])("is turned frame by frame, and keeps its delays: orientation %i", async (orientation) => {
    const bytes = await animatedPngWith({ orientation, profile: "none", described: false });
    expect(await desk.inspect(bytes)).toMatchObject({ value: { ...size, orientation, frames: 3 } });
    for (const wish of [{}, { quality: "lossless" }] as const) {
      const { output } = await desk.encode(bytes, { format: "webp", ...wish });
      expect(await sharp(output, { pages: -1 }).metadata()).toMatchObject({ ...timing, width: 64, pageHeight: 48 });
      expectNear(await colours(output, size.width, size.height), expectedColours(false), 20);
    }
  });

  test.each(["keepCopyright", "keepAll"] as const)("keeps its metadata as another animation: %s", async (metadata) => {
    const bytes = await animatedPngWith({ orientation: 6, profile: "none", described: true });
    for (const quality of [null, "lossless"] as const) {
      const { result, output } = await desk.encode(bytes, { format: "webp", metadata, quality });
      expect(result).toMatchObject({ status: "optimized", output: { frames: 3 } });
      expect(exifFacts((await sharp(output).metadata()).exif)).toMatchObject({ copyright: true, gps: metadata === "keepAll" });
    }
  });

  const dot = (background: { r: number; g: number; b: number; alpha: number }, side = 32) =>
    sharp({ create: { width: side, height: side, channels: 4, background } })
      .png()
      .toBuffer();
  const [red, blue] = [
    { r: 255, g: 0, b: 0, alpha: 1 },
    { r: 0, g: 0, b: 255, alpha: 0.5 },
  ];

  /** What each frame shows in its first pixel, without loss. */
  async function shown(frames: readonly ApngFrame[], options: Parameters<typeof apng>[1] = {}) {
    const target = await desk.encode(apng(frames, options), { format: "webp", quality: 100 });
    expect(target.result).toMatchObject({ status: "optimized", output: { frames: frames.length } });
    return firstPixels(target.output);
  }

  test("lays a frame over what is there, or in its place", async () => {
    const [first, second] = [await dot(red), await dot(blue)];
    const pixels = await shown([{ png: first }, { png: second, blend: 1 }, { png: second, blend: 0 }]);
    expectNear(
      pixels,
      [
        [255, 0, 0, 255],
        [127, 0, 128, 255],
        [0, 0, 255, 128],
      ],
      6,
    );
  });

  test("takes a frame away again, or puts back what was there", async () => {
    const [first, small] = [await dot(red), await dot({ ...blue, alpha: 1 }, 16)];
    const pixels = await shown([
      { png: first },
      { png: small, dispose: 2 },
      { png: small, x: 16, y: 16, dispose: 0 },
      { png: small, dispose: 1 },
      { png: small, x: 16, y: 16 },
    ]);
    expectNear(
      pixels.map((pixel) => pixel.slice(3)),
      [[255], [255], [255], [255], [0]],
      2,
    );
    expectNear(
      pixels.slice(0, 4),
      [
        [255, 0, 0, 255],
        [0, 0, 255, 255],
        [255, 0, 0, 255],
        [0, 0, 255, 255],
      ],
      8,
    );
  });

  test("does not show the still that is there for others", async () => {
    const pixels = await shown([{ png: await dot({ ...blue, alpha: 1 }) }, { png: await dot({ ...blue, alpha: 1 }) }], {
      still: await dot(red),
    });
    expectNear(
      pixels,
      [
        [0, 0, 255, 255],
        [0, 0, 255, 255],
      ],
      6,
    );
  });
});
