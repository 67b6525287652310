import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { native } from "@pixelmill/native";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { bmp, ico, iconBitmap } from "./testing/bitmaps.ts";
import { colours, expectedColours, expectNear } from "./testing/colours.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { fixture } from "./testing/fixtures.ts";
import { deep, grid, gridRgba, size } from "./testing/images.ts";

const photograph = join(
  process.env.PIXELMILL_SHARED ?? join(import.meta.dirname, "../../../../../shared"),
  "corpus/valid/metadata-extractor-images/cheers_1440x960.heic",
);

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

/** Encodes without loss and gives what came out, which has to be the whole of it. */
async function asPng(bytes: Buffer): Promise<Buffer> {
  const { result, output, leftovers } = await desk.encode(bytes, { format: "png" });
  expect(result).toMatchObject({ status: "optimized" });
  expect(leftovers).toEqual([]);
  return output;
}

const expectGrid = async (image: Buffer, tolerance: number, { width, height } = size) =>
  expectNear(await colours(image, width, height), expectedColours(false), tolerance);

const addon = native.decoders !== null;

describe("HEIC", () => {
  test("is read, its colours as they were, and comes out as a JPEG where it should have stayed what it is", async () => {
    const { result, output } = await desk.encode(await fixture("grid.heic"));
    expect(result).toMatchObject({ status: "optimized", output: { format: "jpeg", ...size }, warnings: ["formatChanged"] });
    await expectGrid(output, 14);
  });

  test("has its facts read from its header, and no pixel decoded", async () => {
    const bytes = await fixture("grid.heic");
    expect(await desk.inspect(bytes)).toEqual({
      ok: true,
      value: {
        format: "heic",
        ...size,
        frames: 1,
        hasAlpha: false,
        orientation: 1,
        progressive: false,
        hasMetadata: false,
        bitDepth: 8,
        fullChroma: false,
        grey: false,
        bytes: bytes.length,
      },
    });
    expect(await desk.inspect(await fixture("p3.heic"))).toMatchObject({ value: { hasMetadata: true } });
    expect(await desk.inspect(await fixture("alpha.heic"))).toMatchObject({ value: { hasAlpha: true } });
    expect(await desk.inspect(await fixture("deep.heic"))).toMatchObject({ value: { bitDepth: 10 } });
  });

  test("of Display P3 is brought to sRGB by its profile", async () => {
    await expectGrid(await asPng(await fixture("p3.heic")), 8);
  });

  test("that is turned is turned once", async () => {
    const bytes = await fixture("turned.heic");
    expect(await desk.inspect(bytes)).toMatchObject({ value: { width: size.height, height: size.width, orientation: 1 } });
    const turned = await grid().rotate(90).png().toBuffer();
    const output = await asPng(bytes);
    expect(await sharp(output).metadata()).toMatchObject({ width: size.height, height: size.width });
    await expectGrid(await sharp(output).rotate(270).png().toBuffer(), 10);
    await expectGrid(await sharp(turned).rotate(270).png().toBuffer(), 1);
  });

  test("keeps its alpha, and becomes a PNG for it", async () => {
    const { result, output } = await desk.encode(await fixture("alpha.heic"));
    expect(result).toMatchObject({ status: "optimized", output: { format: "png" } });
    expectNear(await colours(output, size.width, size.height), expectedColours(true), 10);
  });

  test("of 10 bits gives 16 to a PNG, spread over the whole range", async () => {
    const output = await asPng(await fixture("deep.heic"));
    expect(await sharp(output).metadata()).toMatchObject({ depth: "ushort" });
    await expectGrid(output, 10);
  });

  test("that is cut off or damaged fails, and leaves nothing behind", async () => {
    const whole = await fixture("grid.heic");
    const broken = Buffer.from(whole);
    broken.fill(0x55, whole.length - 200);
    for (const bytes of [whole.subarray(0, whole.length - 100), broken]) {
      const { result, leftovers } = await desk.encode(bytes, { format: "webp" });
      expect(["truncatedImage", "corruptImage"]).toContain(result.status === "failed" ? result.error.code : result.status);
      expect(leftovers).toEqual([]);
    }
    for (const length of [30, 100, 200]) expect((await desk.inspect(whole.subarray(0, length))).ok).toBe(false);
  });

  test("is unpacked once for several outputs, whatever their sizes", async () => {
    const resize = { mode: "width", pixels: 32 } as const;
    const made = await desk.encodeAll(await fixture("grid.heic"), [
      { format: "webp" },
      { format: "jpeg", resize },
      { format: "avif" },
    ]);
    expect(made.map(({ result }) => result.status === "optimized" && result.output.format)).toEqual(["webp", "jpeg", "avif"]);
    await expectGrid(made[1]?.output ?? Buffer.alloc(0), 20, { width: 32, height: 24 });
  });
});

describe.skipIf(!existsSync(photograph))(
  "a HEIC of a camera, of $PIXELMILL_SHARED/corpus or ../shared/corpus beside the repository",
  () => {
    test("comes out the same in every format", async () => {
      const bytes = await readFile(photograph);
      expect(await desk.inspect(bytes)).toMatchObject({ value: { format: "heic", width: 1440, height: 960, frames: 1 } });
      const resize = { mode: "width", pixels: 120 } as const;
      const wishes = (["png", "jpeg", "webp", "avif", "original"] as const).map((format) => ({ format, resize }));
      const made = await desk.encodeAll(bytes, wishes);
      const [exact = Buffer.alloc(0)] = made.map(({ output }) => output);
      for (const { result, output } of made) {
        expect(result).toMatchObject({ status: "optimized", output: { width: 120, height: 80 } });
        expectNear(await colours(output, 120, 80), await colours(exact, 120, 80), 24);
      }
    });
  },
);

describe.skipIf(!addon)("JPEG XL", () => {
  test("that is lossless keeps its very pixels, and becomes a PNG", async () => {
    const { result, output } = await desk.encode(await fixture("lossless.jxl"));
    expect(result).toMatchObject({ status: "optimized", output: { format: "png" } });
    if (result.status === "optimized") expect(result.warnings).toContain("formatChanged");
    expect((await sharp(output).raw().toBuffer()).equals(await grid().raw().toBuffer())).toBe(true);
  });

  test("that is lossy becomes a JPEG", async () => {
    const { result, output } = await desk.encode(await fixture("lossy.jxl"));
    expect(result).toMatchObject({ status: "optimized", output: { format: "jpeg" } });
    await expectGrid(output, 14);
  });

  test("has its facts read from its header", async () => {
    const facts = async (name: string) => {
      const info = await desk.inspect(await fixture(name));
      return info.ok ? info.value : info.error;
    };
    expect(await facts("lossless.jxl")).toMatchObject({ format: "jxl", ...size, frames: 1, lossless: true, bitDepth: 8 });
    expect(await facts("lossy.jxl")).toMatchObject({ lossless: false, hasAlpha: false, hasMetadata: false });
    expect(await facts("alpha.jxl")).toMatchObject({ hasAlpha: true });
    expect(await facts("deep.jxl")).toMatchObject({ bitDepth: 16 });
    expect(await facts("animated.jxl")).toMatchObject({ frames: 3 });
    expect(await facts("turned.jxl")).toMatchObject({ width: size.height, height: size.width, orientation: 1 });
    expect(await facts("jpeg.jxl")).toMatchObject({ lossless: false, hasMetadata: true });
  });

  test("keeps alpha and 16 bits", async () => {
    expectNear(await colours(await asPng(await fixture("alpha.jxl")), size.width, size.height), expectedColours(true), 2);
    const samples = (image: Buffer | ReturnType<typeof deep>) =>
      (Buffer.isBuffer(image) ? sharp(image) : image).toColourspace("rgb16").raw({ depth: "ushort" }).toBuffer();
    const output = await asPng(await fixture("deep.jxl"));
    expect((await samples(output)).equals(await samples(await deep(3).png().toBuffer()))).toBe(true);
  });

  test("of Display P3 is brought to sRGB by its profile", async () => {
    await expectGrid(await asPng(await fixture("p3.jxl")), 4);
  });

  test("that is turned is turned once", async () => {
    const output = await asPng(await fixture("turned.jxl"));
    expect(await sharp(output).metadata()).toMatchObject({ width: size.height, height: size.width });
    await expectGrid(await sharp(output).rotate(270).png().toBuffer(), 10);
  });

  test("that is an animation stays one, with its delays and its loop", async () => {
    const { result, output } = await desk.encode(await fixture("animated.jxl"), { format: "webp" });
    expect(result).toMatchObject({ status: "optimized", output: { frames: 3 } });
    expect(await sharp(output).metadata()).toMatchObject({ pages: 3, delay: [100, 200, 300] });
    const still = await desk.encode(await fixture("animated.jxl"), { format: "png" });
    expect(still.result).toMatchObject({ status: "optimized", warnings: expect.arrayContaining(["firstFrameOnly"]) });
    await expectGrid(still.output, 2);
  });

  test("that is cut off or damaged fails, and leaves nothing behind", async () => {
    const whole = await fixture("lossy.jxl");
    const broken = Buffer.from(whole);
    broken.fill(0x55, 40);
    for (const bytes of [whole.subarray(0, whole.length - 40), broken]) {
      const { result, leftovers } = await desk.encode(bytes, { format: "webp" });
      expect(["truncatedImage", "corruptImage"]).toContain(result.status === "failed" ? result.error.code : result.status);
      expect(leftovers).toEqual([]);
    }
    expect(await desk.inspect(Buffer.from([0xff, 0x0a]))).toMatchObject({ error: { code: "truncatedImage" } });
  });
});

describe.skipIf(!addon)("BMP and ICO", () => {
  const pixels = (image: Buffer) => sharp(image).ensureAlpha().raw().toBuffer();

  test("keep their very pixels", async () => {
    expect((await pixels(await asPng(bmp(gridRgba(255))))).equals(Buffer.from(gridRgba(255).rgba))).toBe(true);
    const icon = ico([{ ...size, bits: 32, data: iconBitmap(gridRgba(77)) }]);
    expect((await pixels(await asPng(icon))).equals(Buffer.from(gridRgba(77).rgba))).toBe(true);
  });

  test("of an icon's pictures the largest is taken, not the one with the most colours", async () => {
    const small = { width: 2, height: 2, rgba: Uint8Array.from({ length: 16 }, () => 9) };
    const icon = ico([
      { width: 2, height: 2, bits: 32, data: iconBitmap(small) },
      { ...size, bits: 8, data: await grid().png({ palette: true }).toBuffer() },
    ]);
    expect(await desk.inspect(icon)).toMatchObject({ value: { format: "ico", ...size } });
    await expectGrid(await asPng(icon), 2);
  });

  test("that are cut off fail", async () => {
    const [bitmap, icon] = [bmp(gridRgba(255)), ico([{ ...size, bits: 32, data: iconBitmap(gridRgba(255)) }])];
    for (const whole of [bitmap, icon]) {
      const { result } = await desk.encode(whole.subarray(0, whole.length / 2), { format: "png" });
      expect(result).toMatchObject({ status: "failed", error: { code: "truncatedImage" } });
    }
  });

  test("that claim more pixels than the limit are refused before they are decoded", async () => {
    const huge = bmp(gridRgba(255));
    huge.writeInt32LE(60_000, 18);
    huge.writeInt32LE(60_000, 22);
    expect(await desk.inspect(huge)).toMatchObject({ error: { code: "tooManyPixels" } });
  });
});

test.skipIf(addon)("without the addon what it would read is refused, and the reason is said", async () => {
  expect(await desk.inspect(bmp(gridRgba(255)))).toMatchObject({
    error: { code: "unsupportedFormat", message: expect.stringContaining("native addon") },
  });
});

describe("an animated AVIF", () => {
  test("gives its first frame, and says so; where it should stay one it is kept", async () => {
    const bytes = await fixture("animated.avif");
    expect(await desk.inspect(bytes)).toMatchObject({ value: { format: "avif", ...size, frames: 3 } });
    const { result, output } = await desk.encode(bytes, { format: "png" });
    expect(result).toMatchObject({
      status: "optimized",
      output: { frames: 1 },
      warnings: expect.arrayContaining(["firstFrameOnly"]),
    });
    await expectGrid(output, 20);
    expect((await desk.encode(bytes)).result).toMatchObject({ status: "keptOriginal", reason: "animationKept" });
  });
});
