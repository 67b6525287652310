import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pngChunk } from "./metadata/containers/png.ts";
import { setUpSharp } from "./setUpSharp.ts";
import { colours, expectedColours, expectNear, expectSameSamples } from "./testing/colours.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { deep, grid, photo, size } from "./testing/images.ts";

const corpus = join(process.env.PIXELMILL_SHARED ?? join(import.meta.dirname, "../../../../../shared"), "corpus/valid");

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

const targets = ["jpeg", "png", "webp", "avif"] as const;

/** A PNG with a chunk put in behind its header. */
async function described(image: Sharp, type: string, data: readonly number[]): Promise<Buffer> {
  const bytes = await image.png({ compressionLevel: 0 }).toBuffer();
  return Buffer.concat([bytes.subarray(0, 33), pngChunk(type, Buffer.from(data)), bytes.subarray(33)]);
}

/** Code points of Display P3; gamma 1 in hundred-thousandths. */
const [p3, linear] = [
  [12, 13, 0, 1],
  [0, 1, 0x86, 0xa0],
];

/** The grid in light instead of in sRGB's steps, in 8 bits. */
async function linearGrid(): Promise<Sharp> {
  const samples = await grid().raw().toBuffer();
  const light = samples.map((value) => {
    const signal = value / 255;
    return Math.round(255 * (signal <= 0.040_45 ? signal / 12.92 : ((signal + 0.055) / 1.055) ** 2.4));
  });
  return sharp(Buffer.from(light), { raw: { ...size, channels: 3 } });
}

/** The grid's pixels in Display P3, without a word of it. */
async function p3Grid(): Promise<Sharp> {
  const bytes = await grid().withIccProfile("p3").png().toBuffer();
  const samples = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
  return sharp(samples, { raw: { ...size, channels: 3 } });
}

describe("colours that a PNG describes in numbers", () => {
  test.each(targets)("of light come out in sRGB as %s", async (format) => {
    const { output } = await desk.encode(await described(await linearGrid(), "gAMA", linear), { format, quality: 95 });
    expect((await sharp(output).metadata()).hasProfile).toBe(false);
    expectNear(await colours(output, size.width, size.height), expectedColours(false), 10);
  });

  test.each(targets)("of Display P3 come out in sRGB as %s, alone and together", async (format) => {
    const bytes = await described(await p3Grid(), "cICP", p3);
    for (const { output } of [
      await desk.encode(bytes, { format, quality: 95 }),
      ...(await desk.encodeAll(bytes, [
        { format, quality: 95 },
        { format, quality: 94 },
      ])),
    ])
      expectNear(await colours(output, size.width, size.height), expectedColours(false), 10);
  });

  test("stay in a PNG that keeps its colours, and become a profile in other formats", async () => {
    const bytes = await described(await p3Grid(), "cICP", p3);
    const png = await desk.encode(bytes, { format: "png", colour: "keep" });
    expect(png.output.includes(pngChunk("cICP", Buffer.from(p3)))).toBe(true);
    expectSameSamples(await sharp(png.output).raw().toBuffer(), await sharp(bytes).raw().toBuffer());
    const webp = await desk.encode(bytes, { format: "webp", colour: "keep", quality: 95 });
    expect((await sharp(webp.output).metadata()).hasProfile).toBe(true);
    expectNear(await colours(webp.output, size.width, size.height), expectedColours(false), 10);
  });

  test("are no news where they are sRGB's", async () => {
    const info = await desk.inspect(await described(grid(), "gAMA", [0, 0, 0xb1, 0x8f]));
    expect(info.ok && info.value.describedColour).toBe(undefined);
  });
});

describe("a wide gamut that is to be kept", () => {
  test.each(targets)("stays in %s, with its profile", async (format) => {
    const bytes = await grid().withIccProfile("p3").png({ compressionLevel: 0 }).toBuffer();
    const { output } = await desk.encode(bytes, { format, colour: "keep", quality: 95 });
    const [before, after] = [await sharp(bytes).metadata(), await sharp(output).metadata()];
    expect(after.icc?.equals(before.icc ?? Buffer.alloc(0))).toBe(true);
    const raw = (image: Buffer) => sharp(image, { ignoreIcc: true }).png().toBuffer();
    const stored = await colours(await raw(bytes), size.width, size.height);
    expectNear(await colours(await raw(output), size.width, size.height), stored, 10);
  });

  test("is kept of 16 bits too", async () => {
    const bytes = await grid().toColourspace("rgb16").withIccProfile("p3").png({ compressionLevel: 0 }).toBuffer();
    const { output } = await desk.encode(bytes, { format: "png", colour: "keep", resize: { mode: "width", pixels: 32 } });
    expect(await sharp(output).metadata()).toMatchObject({ depth: "ushort", hasProfile: true });
    expectNear(await colours(output, 32, 24), await colours(bytes, size.width, size.height), 2);
  });

  test("is not what CMYK is: it comes out in sRGB, without a profile of CMYK", async () => {
    const bytes = await grid().toColourspace("cmyk").withIccProfile("cmyk").jpeg({ quality: 100 }).toBuffer();
    const { output } = await desk.encode(bytes, { format: "png", colour: "keep" });
    expect(await sharp(output).metadata()).toMatchObject({ space: "srgb", hasProfile: false });
  });
});

describe("grey with a profile of its own", () => {
  /** A grey that is light, by its profile. */
  const make = async (isDeep: boolean) => {
    const grey = isDeep
      ? deep(1)
      : sharp(Buffer.from([...Array(256).keys()]), { raw: { width: 16, height: 16, channels: 1 } }).toColourspace("b-w");
    return described(grey, "gAMA", linear);
  };

  test("comes out in sRGB's steps, in one channel", async () => {
    const { output } = await desk.encode(await make(false), { format: "png" });
    const { data, info } = await sharp(output).toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(1);
    // A fifth of the light is 124 of 255 steps.
    expect(Math.abs((data[51] ?? 0) - 124)).toBeLessThanOrEqual(2);
  });

  test("of 16 bits keeps profile and bits", async () => {
    const { output } = await desk.encode(await make(true), { format: "png" });
    expect(await sharp(output).metadata()).toMatchObject({ depth: "ushort", space: "grey16", hasProfile: true });
  });
});

describe("depth and brightness that are lost", () => {
  test.each([
    ["jpeg", true],
    ["webp", true],
    ["avif", true],
    ["png", false],
  ] as const)("16 bits as %s are said to be fewer: %s", async (format, isSaid) => {
    const { result } = await desk.encode(await deep(3).png().toBuffer(), { format });
    if (result.status !== "optimized") throw new Error(result.status);
    expect(result.warnings.includes("depthReduced")).toBe(isSaid);
  });

  test.each(["jpeg", "png"] as const)(
    "HDR in a PNG is said to be lost as %s, and shows what an ordinary screen can",
    async (format) => {
      const bytes = await described(photo(64, 48), "cICP", [9, 16, 0, 1]);
      expect(await desk.inspect(bytes)).toMatchObject({ value: { hdr: "pq", describedColour: true } });
      const { result } = await desk.encode(bytes, { format });
      expect(result).toMatchObject({ status: "optimized", warnings: expect.arrayContaining(["hdrLost"]) });
    },
  );

  test("HDR stays in a PNG that keeps its colours", async () => {
    const bytes = await described(photo(64, 48), "cICP", [9, 16, 0, 1]);
    const { result, output } = await desk.encode(bytes, { format: "png", colour: "keep" });
    expect(result).toMatchObject({ status: "optimized", warnings: [] });
    expect(output.includes("cICP")).toBe(true);
  });

  test.each([10, 12] as const)("an AVIF of %i bits stays one, alone and among others", async (bitdepth) => {
    const bytes = await deep(3).avif({ bitdepth, effort: 0, quality: 95 }).toBuffer();
    const avif = { format: "avif", resize: { mode: "width", pixels: 32 } } as const;
    const [together] = await desk.encodeAll(bytes, [avif, { format: "webp" }]);
    for (const { result, output } of [await desk.encode(bytes, avif), ...(together === undefined ? [] : [together])]) {
      expect(result).toMatchObject({ status: "optimized", warnings: [] });
      expect(await sharp(output).metadata()).toMatchObject({ bitsPerSample: bitdepth, width: 32 });
    }
    expect((await desk.encode(bytes, { format: "jpeg" })).result).toMatchObject({ warnings: ["depthReduced"] });
  });
});

describe.skipIf(!existsSync(corpus))(
  "collected images, of $PIXELMILL_SHARED/corpus or ../shared/corpus beside the repository",
  () => {
    const file = (name: string) => readFile(join(corpus, name));

    test("a gain map stays in a JPEG that keeps its colours, resized with it, and is said to be lost elsewhere", async () => {
      const bytes = await file("libultrahdr/apple_gainmap_new.jpg");
      expect(await desk.inspect(bytes)).toMatchObject({ value: { hdr: "gainMap" } });
      const kept = await desk.encode(bytes, {
        colour: "keep",
        metadata: "keepCopyright",
        resize: { mode: "width", pixels: 100 },
      });
      expect(kept.result).toMatchObject({ status: "optimized", output: { width: 100 }, warnings: [] });
      expect(await desk.inspect(kept.output)).toMatchObject({ value: { hdr: "gainMap", width: 100 } });
      for (const wish of [{}, { format: "webp", colour: "keep" }] as const)
        expect((await desk.encode(bytes, wish)).result).toMatchObject({ warnings: expect.arrayContaining(["hdrLost"]) });
    });

    test("a gain map that nobody here can read is said to be lost, kept colours or not", async () => {
      const bytes = await file("libavif/paris_exif_xmp_icc_gainmap_bigendian.jpg");
      expect((await desk.encode(bytes, { colour: "keep" })).result).toMatchObject({ warnings: ["hdrLost"] });
    });

    test("chromaticities give the colours that another reader's conversion has", async () => {
      const reference = await file("libavif/ArcTriomphe-cHRM-red-green-swap-reference.png");
      const bytes = await file("libavif/ArcTriomphe-cHRM-red-green-swap.png");
      const { output } = await desk.encode(bytes, { format: "jpeg", quality: 100 });
      const [ours, theirs, stored] = await Promise.all(
        [output, reference, bytes].map((image) => sharp(image).removeAlpha().raw().toBuffer()),
      );
      if (ours === undefined || theirs === undefined || stored === undefined) throw new Error("not decoded");
      const apart = (image: Buffer) =>
        image.reduce((sum, value, at) => sum + Math.abs(value - (theirs[at] ?? 0)), 0) / image.length;
      // What is left is the JPEG's own loss.
      expect(apart(stored)).toBeGreaterThan(20);
      expect(apart(ours)).toBeLessThan(7);
    });

    test.each(["exif-samples/DSCN0012.jpg", "libavif/paris_exif_xmp_icc_gainmap_bigendian.jpg"])(
      "%s tells no place",
      async (name) => {
        const { output } = await desk.encode(await file(name), { quality: 100, minimumSaving: 0.9 });
        expect(await sharp(output).metadata()).not.toHaveProperty("exif");
        expect(await sharp(output).metadata()).not.toHaveProperty("xmp");
      },
    );
  },
);
