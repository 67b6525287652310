import { resizedDimensions } from "@pixelmill/core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { colours, expectedColours, expectNear, expectSameSamples } from "./testing/colours.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { animation, deep, grid, gridWithAlpha, pages, photo, size } from "./testing/images.ts";
import { sources } from "./testing/sources.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

describe("orientation", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("%i is baked in, and no tag is left", async (orientation) => {
    const upright = await grid().jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer();
    const turned = await sharp(await undo(upright, orientation))
      .withMetadata({ orientation })
      .jpeg({ quality: 95, chromaSubsampling: "4:4:4" })
      .toBuffer();
    for (const resize of [null, { mode: "width", pixels: 32 }] as const) {
      const { result, output } = await desk.encode(turned, { format: "png", resize });
      const { width, height } = resizedDimensions(size, resize);
      expect(result).toMatchObject({ status: "optimized", output: { width, height } });
      const header = await sharp(output).metadata();
      expect(header).toMatchObject({ width, height });
      expect([header.orientation, header.exif]).toEqual([undefined, undefined]);
      expectNear(await colours(output, width, height), expectedColours(false), 14);
    }
  });

  /** Turns an upright image so that showing it with the tag makes it upright again. */
  async function undo(upright: Buffer, orientation: number): Promise<Buffer> {
    const image = sharp(upright).png();
    const turns: Readonly<Record<number, () => Promise<Buffer>>> = {
      2: () => image.flop().toBuffer(),
      3: () => image.rotate(180).toBuffer(),
      4: () => image.flip().toBuffer(),
      5: async () =>
        sharp(await image.flop().toBuffer())
          .rotate(270)
          .toBuffer(),
      6: () => image.rotate(270).toBuffer(),
      7: async () =>
        sharp(await image.flop().toBuffer())
          .rotate(90)
          .toBuffer(),
      8: () => image.rotate(90).toBuffer(),
    };
    return turns[orientation]?.() ?? upright;
  }
});

describe("colour", () => {
  test("a Display P3 JPEG comes out as sRGB with the same look and no profile", async () => {
    const bytes = await grid().withIccProfile("p3").jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer();
    expect((await sharp(bytes).metadata()).hasProfile).toBe(true);
    for (const format of ["png", "webp"] as const) {
      const { output } = await desk.encode(bytes, { format, quality: 100 });
      expect((await sharp(output).metadata()).hasProfile).toBe(false);
      expectNear(await colours(output, size.width, size.height), expectedColours(false), 8);
    }
  });

  test("a 16-bit PNG in Display P3 stays 16 bits and looks the same in sRGB", async () => {
    const bytes = await grid().toColourspace("rgb16").withIccProfile("p3").png().toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ depth: "ushort", hasProfile: true });
    const { output } = await desk.encode(bytes, { format: "png", resize: { mode: "width", pixels: 32 } });
    expect(await sharp(output).metadata()).toMatchObject({ depth: "ushort", hasProfile: false });
    expectNear(await colours(output, 32, 24), expectedColours(false), 4);
    const jpeg = await desk.encode(bytes, { format: "jpeg", quality: 100 });
    expectNear(await colours(jpeg.output, size.width, size.height), expectedColours(false), 8);
  });

  test("a CMYK JPEG comes out in its colours", async () => {
    const bytes = await grid().toColourspace("cmyk").withIccProfile("cmyk").jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe("cmyk");
    for (const format of ["original", "png", "webp"] as const) {
      const { output } = await desk.encode(bytes, { format, quality: 90 });
      expect((await sharp(output).metadata()).space).toBe("srgb");
      const viaSharp = await colours(await sharp(bytes).png().toBuffer(), size.width, size.height);
      expectNear(await colours(output, size.width, size.height), viaSharp, 12);
      expectNear(viaSharp, expectedColours(false), 80);
    }
  });

  test.each(["jpeg", "png", "tiff"] as const)("a grey %s stays grey, one channel", async (format) => {
    const grey = grid().toColourspace("b-w");
    const bytes = await (format === "tiff" ? grey.tiff({ compression: "none" }) : grey.toFormat(format)).toBuffer();
    const values = await sharp(bytes).toColourspace("b-w").raw().toBuffer();
    const target = format === "jpeg" ? "jpeg" : "png";
    const { output } = await desk.encode(bytes, { format: target, resize: { mode: "width", pixels: 32 } });
    expect(await sharp(output).metadata()).toMatchObject({ space: "b-w", channels: 1 });
    const { data } = await sharp(output).toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
    expect(Math.abs((data[4 * 32 + 4] ?? 0) - (values[8 * size.width + 8] ?? 255))).toBeLessThanOrEqual(
      format === "jpeg" ? 8 : 1,
    );
  });

  test.each([1, 3] as const)("16 bits of %i channels stay bit for bit between PNG and TIFF", async (channels) => {
    const samples = async (bytes: Buffer) =>
      sharp(bytes)
        .toColourspace(channels === 1 ? "grey16" : "rgb16")
        .raw({ depth: "ushort" })
        .toBuffer();
    const png = await deep(channels).png({ compressionLevel: 0 }).toBuffer();
    const fromPng = await desk.encode(png);
    expect(fromPng.result.status).toBe("optimized");
    expect(await samples(fromPng.output)).toEqual(await samples(png));
    const tiff = await deep(channels).tiff({ compression: "none" }).toBuffer();
    const fromTiff = await desk.encode(tiff, { minimumSaving: 0 });
    const toPng = await desk.encode(tiff, { format: "png" });
    expect(await samples(toPng.output)).toEqual(await samples(tiff));
    if (fromTiff.result.status === "optimized") expect(await samples(fromTiff.output)).toEqual(await samples(tiff));
  });

  test("a TIFF of floating point samples is not cut down to 8 bits, but converts", async () => {
    const bytes = await grid().toColourspace("scrgb").tiff({ compression: "none", predictor: "float" }).toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe("float");
    expect((await desk.encode(bytes)).result).toMatchObject({ status: "failed", error: { code: "unsupportedVariant" } });
    expect((await desk.encode(bytes, { format: "jpeg" })).result.status).toBe("optimized");
  });
});

describe("lossless formats", () => {
  test.each([
    ["rgb", grid],
    ["rgba", () => gridWithAlpha(77)],
  ] as const)("PNG pixels of %s are the same bit for bit", async (_, make) => {
    const bytes = await make().png({ compressionLevel: 0 }).toBuffer();
    const { result, output } = await desk.encode(bytes);
    expect(result.status).toBe("optimized");
    expectSameSamples(await sharp(output).raw().toBuffer(), await sharp(bytes).raw().toBuffer());
    expect((await sharp(output).metadata()).isPalette).toBe(false);
  });

  test("a large PNG is written the way its middle compresses best, bit for bit the same", async () => {
    const width = 1200;
    const noise = await sharp({
      create: { width, height: 1000, channels: 3, background: "#888", noise: { type: "gaussian", mean: 128, sigma: 20 } },
    })
      .blur(3)
      .png({ compressionLevel: 0 })
      .toBuffer();
    const { result, output } = await desk.encode(noise);
    expect(result.status).toBe("optimized");
    expectSameSamples(await sharp(output).raw().toBuffer(), await sharp(noise).raw().toBuffer());
    const plain = await sharp(noise).png({ compressionLevel: 9 }).toBuffer();
    expect(output.length).toBeLessThan(plain.length);
  });

  test("frames, delays and loop of an animation are kept", async () => {
    for (const format of ["gif", "webp"] as const) {
      const bytes = await animation(format);
      const { output } = await desk.encode(bytes, {
        format: format === "gif" ? "webp" : "original",
        resize: { mode: "width", pixels: 32 },
      });
      expect(await sharp(output, { pages: -1 }).metadata()).toMatchObject({
        pages: 3,
        delay: [100, 200, 300],
        loop: 3,
        pageHeight: 24,
      });
    }
    const { output } = await desk.encode(await animation("gif"), { resize: { mode: "width", pixels: 32 } });
    expect(await sharp(output, { pages: -1 }).metadata()).toMatchObject({
      format: "gif",
      pages: 3,
      delay: [100, 200, 300],
      loop: 3,
    });
  });

  test("the pages of a TIFF are the same bit for bit", async () => {
    const bytes = await pages();
    const { result, output } = await desk.encode(bytes);
    expect(result).toMatchObject({ status: "optimized", output: { frames: 2 } });
    const raw = (image: Buffer) => sharp(image, { pages: -1 }).raw().toBuffer();
    expect(await raw(output)).toEqual(await raw(bytes));
  });
});

describe("originals", () => {
  test("one that hardly shrinks is kept, its orientation with it", async () => {
    const tagged = await photo(200, 100).withMetadata({ orientation: 6 }).jpeg({ quality: 30, mozjpeg: true }).toBuffer();
    // Sharp notes more than the orientation, which goes.
    const { output: bytes } = await desk.encode(tagged, { quality: 95 });
    expect((await sharp(bytes).metadata()).orientation).toBe(6);
    const { result, leftovers } = await desk.encode(bytes, { quality: 95 });
    expect(result).toEqual({
      status: "keptOriginal",
      reason: "wouldBeLarger",
      output: { format: "jpeg", width: 100, height: 200, frames: 1, bytes: bytes.length },
      warnings: [],
    });
    expect(leftovers).toEqual([]);
  });

  test("one that is asked for in another format is delivered in it, larger or not", async () => {
    const bytes = await photo(200, 100).jpeg({ quality: 30, mozjpeg: true }).toBuffer();
    const { result } = await desk.encode(bytes, { format: "webp", quality: 100 });
    expect(result).toMatchObject({ status: "optimized", warnings: ["larger"] });
  });
});

describe("images that can't be encoded", () => {
  test("a side beyond what WebP holds fails with the numbers, and nothing is left", async () => {
    const long = await sharp({ create: { width: 16_384, height: 2, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    const { result, leftovers } = await desk.encode(long, { format: "webp" });
    expect(result).toMatchObject({ status: "failed", error: { code: "imageTooLargeForFormat" } });
    expect(leftovers).toEqual([]);
    expect((await desk.encode(long, { format: "webp", resize: { mode: "width", pixels: 16_000 } })).result.status).toBe(
      "optimized",
    );
  });

  test.each(sources.filter(({ format }) => format !== "tiff"))(
    "$name, cut off in its pixels, fails as truncated or damaged",
    async (source) => {
      const bytes = await source.make();
      const { result, leftovers } = await desk.encode(bytes.subarray(0, Math.floor(bytes.length * 0.8)), { format: "png" });
      if (result.status !== "failed") throw new Error(`it was ${result.status}`);
      expect(["truncatedImage", "corruptImage"]).toContain(result.error.code);
      expect(result.error.message).not.toContain("/");
      expect(leftovers).toEqual([]);
    },
  );

  test("a TIFF whose pages differ in size is not cut down to one page, but its first page converts", async () => {
    const page = (width: number) =>
      sharp({ create: { width, height: 8, channels: 3, background: "#123456" } })
        .tiff({ compression: "none" })
        .toBuffer();
    const bytes = joinTiffs(await page(16), await page(24));
    expect((await desk.inspect(bytes)).ok).toBe(true);
    expect((await desk.encode(bytes)).result).toMatchObject({ status: "failed", error: { code: "pagesDiffer" } });
    expect((await desk.encode(bytes, { format: "webp" })).result).toMatchObject({
      status: "optimized",
      warnings: ["firstFrameOnly"],
    });
  });

  /** Appends the second TIFF's directory to the first one's chain, its offsets moved. Both are little-endian and uncompressed. */
  function joinTiffs(first: Buffer, second: Buffer): Buffer {
    const base = first.length;
    const moved = Buffer.from(second);
    const directory = moved.readUInt32LE(4);
    const widths: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8 };
    for (let entry = directory + 2; entry < directory + 2 + moved.readUInt16LE(directory) * 12; entry += 12) {
      const [tag, type, count] = [moved.readUInt16LE(entry), moved.readUInt16LE(entry + 2), moved.readUInt32LE(entry + 4)];
      const outside = (widths[type] ?? 1) * count > 4;
      if (outside) moved.writeUInt32LE(moved.readUInt32LE(entry + 8) + base, entry + 8);
      if (tag === 273 && !outside) moved.writeUInt32LE(moved.readUInt32LE(entry + 8) + base, entry + 8);
    }
    const head = Buffer.from(first);
    const next = head.readUInt32LE(4) + 2 + head.readUInt16LE(head.readUInt32LE(4)) * 12;
    head.writeUInt32LE(base + directory, next);
    return Buffer.concat([head, moved]);
  }
});
