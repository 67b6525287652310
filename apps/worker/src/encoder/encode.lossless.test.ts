import type { Encoding, OutputSettingsInput } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { expectSameSamples } from "./testing/colours.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { drawing } from "./testing/drawing.ts";
import { animation, gridWithAlpha, photo, scene } from "./testing/images.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

async function encode(
  bytes: Buffer,
  wish: OutputSettingsInput,
): Promise<{ output: Buffer; encoding: Encoding; warnings: readonly string[] }> {
  const { result, output, leftovers } = await desk.encode(bytes, { ...wish, minimumSaving: 0 });
  expect(leftovers).toEqual([]);
  if (result.status !== "optimized" || result.encoding === undefined) throw new Error(JSON.stringify(result));
  return { output, encoding: result.encoding, warnings: result.warnings };
}

const samples = (image: Buffer) => sharp(image, { pages: -1 }).ensureAlpha().toColourspace("srgb").raw().toBuffer();

const expectSame = async (actual: Buffer, expected: Buffer) => expectSameSamples(await samples(actual), await samples(expected));

describe.each(["png", "webp", "avif"] as const)("a lossless %s", (format) => {
  test.each([
    ["a photo", () => photo(120, 90)],
    ["a drawing", () => drawing(120, 90)],
    ["smooth shapes of an odd size", () => scene(121, 87)],
    ["alpha", () => gridWithAlpha(77)],
    ["colours below full transparency", () => gridWithAlpha(0)],
    ["grey", () => scene(64, 48).toColourspace("b-w")],
  ])("has every pixel of %s", async (_, make) => {
    const source = await make().png({ compressionLevel: 0 }).toBuffer();
    const { output, encoding, warnings } = await encode(source, { format, quality: "lossless", effort: "fast" });
    expect(encoding).toMatchObject({ lossless: true, quality: null });
    expect(warnings).not.toContain("notLossless");
    await expectSame(output, source);
  });
});

describe("a source that has lost nothing", () => {
  test("stays so in its own format: WebP, still and animated", async () => {
    for (const source of [await drawing(200, 150).webp({ lossless: true, effort: 0 }).toBuffer(), await animation("webp")]) {
      const { result, output } = await desk.encode(source, { minimumSaving: 0 });
      if (result.status === "keptOriginal") continue;
      expect(result).toMatchObject({ status: "optimized", encoding: { encoder: "libwebp", lossless: true } });
      await expectSame(output, source);
    }
    const { encoding } = await encode(await drawing(200, 150).webp({ lossless: true, effort: 0 }).toBuffer(), {});
    expect(encoding).toMatchObject({ lossless: true });
  });

  test("stays so in its own format: AVIF", async () => {
    const source = await scene(96, 64).avif({ lossless: true, effort: 0 }).toBuffer();
    expect(await desk.inspect(source)).toMatchObject({ value: { lossless: true } });
    const { result, output } = await desk.encode(source, { minimumSaving: 0 });
    if (result.status === "optimized") await expectSame(output, source);
    expect(result.status === "keptOriginal" || (result.status === "optimized" && result.encoding?.lossless)).toBe(true);
  });

  test("becomes lossy where a quality is asked for", async () => {
    const { encoding } = await encode(await photo(200, 150).webp({ lossless: true }).toBuffer(), { quality: 50 });
    expect(encoding).toMatchObject({ lossless: false, quality: 50 });
  });
});

describe.skipIf(native.codecs === null)("a JPEG that is to lose nothing", () => {
  const lossless = { quality: "lossless" } as const;

  test("is packed better, its pixels and its chroma what they were", async () => {
    for (const chromaSubsampling of ["4:2:0", "4:4:4"] as const) {
      const source = await scene(320, 240).jpeg({ quality: 90, chromaSubsampling, optimiseCoding: false }).toBuffer();
      for (const format of ["original", "jpeg"] as const) {
        const { output, encoding } = await encode(source, { format, ...lossless });
        expect(encoding).toMatchObject({ encoder: "repack", lossless: true, quality: null, chroma: chromaSubsampling });
        expect(output.length).toBeLessThan(source.length);
        await expectSame(output, source);
      }
    }
  });

  test("carries no metadata afterwards", async () => {
    const source = await scene(320, 240)
      .withExif({ IFD0: { Copyright: "someone" } })
      .jpeg({ quality: 90, optimiseCoding: false })
      .toBuffer();
    const { output } = await encode(source, lossless);
    expect((await sharp(output).metadata()).exif).toBeUndefined();
  });

  test.each([
    ["turned", async () => scene(320, 240).withMetadata({ orientation: 6 }).jpeg({ quality: 99 }).toBuffer(), {}],
    ["resized", async () => scene(320, 240).jpeg({ quality: 90 }).toBuffer(), { resize: { mode: "width", pixels: 100 } }],
    ["made of another format", async () => scene(320, 240).png().toBuffer(), { format: "jpeg" }],
  ] as const)("loses little where it has to be %s, and says so", async (_, make, wish) => {
    const { encoding, warnings } = await encode(await make(), { ...wish, ...lossless });
    expect(encoding).toMatchObject({ lossless: false, quality: 95 });
    expect(warnings).toContain("notLossless");
  });

  test("is one of several outputs, and one of several formats", async () => {
    const source = await scene(320, 240).jpeg({ quality: 90, optimiseCoding: false }).toBuffer();
    const [first] = await desk.encodeAll(source, [lossless, { format: "webp" }], 0);
    expect(first?.result).toMatchObject({ encoding: { encoder: "repack" } });
    const { encoding } = await encode(source, { format: "auto", ...lossless });
    expect(encoding).toMatchObject({ encoder: "repack", encodes: 4, lossless: true });
  });
});

test("a GIF that gets another palette is said not to be lossless", async () => {
  const source = await scene(64, 48).gif().toBuffer();
  const { encoding, warnings } = await encode(source, { quality: "lossless", resize: { mode: "width", pixels: 32 } });
  expect(encoding).toMatchObject({ encoder: "cgif", lossless: false });
  expect(warnings).toContain("notLossless");
});

test("lossless PNGs are smaller than libpng's, where there is oxipng", async ({ skip }) => {
  if (native.codecs === null) skip("there are no codecs");
  const source = await scene(120, 90).png({ compressionLevel: 9 }).toBuffer();
  for (const wish of [{ quality: "lossless" }, { effort: "smallest" }] as const) {
    const { output, encoding } = await encode(source, { format: "png", ...wish });
    expect(encoding.encoder).toBe("oxipng");
    expect(output.length).toBeLessThan(source.length);
    await expectSame(output, source);
  }
  expect((await encode(await scene(64, 48).png({ compressionLevel: 0 }).toBuffer(), { format: "png" })).encoding.encoder).toBe(
    "libpng",
  );
});
