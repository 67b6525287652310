import { type ImageFormat, type OutputSettingsInput, resizedDimensions } from "@pixelmill/core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { colours, expectedColours, expectNear } from "./testing/colours.ts";
import { type Encoded, makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { deep, grid, gridWithAlpha, photo, scene, size } from "./testing/images.ts";
import { sources } from "./testing/sources.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

const width = (pixels: number) => ({ resize: { mode: "width", pixels } }) as const;

/** The output's bytes, of an output that was made. */
function made(encoded: Encoded | undefined): Buffer {
  if (encoded?.result.status !== "optimized") throw new Error(JSON.stringify(encoded?.result));
  return encoded.output;
}

/** Mean of the absolute differences of all samples, laid on white, 0–255. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [one, other] = await Promise.all(
    [a, b].map((image) => sharp(image).flatten({ background: "#ffffff" }).toColourspace("srgb").raw().toBuffer()),
  );
  if (one === undefined || one.length !== other?.length) throw new Error("the images differ in size");
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
}

test("a TIFF with more channels than colours and alpha gives its picture at two sizes", async () => {
  const shape = { width: 40, height: 30 };
  const more = [255, 100].map((value) => Buffer.alloc(shape.width * shape.height, value));
  const bytes = await sharp({ create: { ...shape, channels: 3, background: "#c06020" } })
    .joinChannel(more, { raw: { ...shape, channels: 1 } })
    .tiff({ compression: "none" })
    .toBuffer();
  expect((await sharp(bytes).metadata()).channels).toBe(5);
  for (const encoded of await desk.encodeAll(bytes, [{ format: "png" }, { format: "png", ...width(20) }])) {
    const { data, info } = await sharp(made(encoded)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(-info.channels)]).toEqual([0xc0, 0x60, 0x20, 255]);
  }
});

describe.each(sources)("$name to every format at two sizes, in one task", (source) => {
  const outputs = (["original", "jpeg", "png", "webp", "avif"] as const).flatMap((format) => [
    { format },
    { format, ...width(32) },
  ]);

  test("each output is what it would be as the only one", async () => {
    const bytes = await source.make();
    const together = await desk.encodeAll(bytes, outputs);
    expect(together).toHaveLength(outputs.length);
    expect(together[0]?.leftovers).toEqual([]);
    for (const [index, output] of outputs.entries()) {
      const alone = await desk.encode(bytes, output);
      const { result } = together[index] ?? alone;
      expect(withoutBytes(result)).toEqual(withoutBytes(alone.result));
      if (result.status !== "optimized") continue;
      const [own, other] = [made(together[index]), made(alone)];
      expect(await facts(own)).toEqual(await facts(other));
      // Alone, a lossy WebP is shrunk while it is read, which is coarser than the resize of all of its pixels.
      const tolerance = source.name === "lossy webp" && index % 2 === 1 ? 8 : 3;
      expect(await difference(own, other), `${output.format} ${index}`).toBeLessThan(tolerance);
    }
  });
});

/** A size in bytes may differ a little where the way to the pixels does, and with it whether it is larger than its source. */
const withoutBytes = (result: Encoded["result"]) =>
  result.status === "failed"
    ? result
    : {
        ...result,
        output: { ...result.output, bytes: 0 },
        warnings: result.warnings.filter((warning) => warning !== "larger"),
      };

async function facts(image: Buffer) {
  const {
    format,
    width: columns,
    height: rows,
    pages,
    channels,
    space,
    depth,
    hasAlpha,
    hasProfile,
    orientation,
  } = await sharp(image).metadata();
  return { format, columns, rows, pages, channels, space, depth, hasAlpha, hasProfile, orientation };
}

describe("a cascade of sizes", () => {
  const sizes = [900, 640, 320, 100];

  test("looks like a resize of each from the source, whatever the next larger size was", async () => {
    const bytes = await scene(1200, 800).jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).toBuffer();
    const encoded = await desk.encodeAll(
      bytes,
      sizes.map((pixels) => ({ format: "png", ...width(pixels) })),
    );
    for (const [index, pixels] of sizes.entries()) {
      const direct = await sharp(bytes)
        .resize({ width: pixels, height: Math.round((pixels * 2) / 3), fit: "fill" })
        .png()
        .toBuffer();
      expect(await difference(made(encoded[index]), direct), `at ${pixels}`).toBeLessThan(1.5);
    }
  });

  test("has its results in the order of the settings", async () => {
    const bytes = await photo(400, 300).png().toBuffer();
    const wishes = [width(50), {}, width(200), { format: "jpeg", ...width(50) }, width(100)] as const;
    const encoded = await desk.encodeAll(bytes, [...wishes], 0);
    const shapes = encoded.map(({ result }) => "output" in result && [result.output.format, result.output.width]);
    expect(shapes).toEqual([
      ["png", 50],
      ["png", 400],
      ["png", 200],
      ["jpeg", 50],
      ["png", 100],
    ]);
  });

  test("enlarges nothing: sizes above the source's are the source's", async () => {
    const bytes = await grid().png({ compressionLevel: 0 }).toBuffer();
    const encoded = await desk.encodeAll(bytes, [width(5000), width(640), width(32)]);
    expect(encoded.map((each) => "output" in each.result && each.result.output.width)).toEqual([size.width, size.width, 32]);
    expect(await sharp(made(encoded[0])).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer());
  });

  test.each([1, 3, 6, 8])("is upright with orientation %i", async (orientation) => {
    const bytes = await grid().jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).withMetadata({ orientation }).toBuffer();
    const upright = await sharp(bytes).autoOrient().png().toBuffer({ resolveWithObject: true });
    const wishes: readonly OutputSettingsInput[] = [{ format: "png" }, { format: "png", ...width(24) }];
    for (const [index, { result, output }] of (await desk.encodeAll(bytes, [...wishes])).entries()) {
      const dimensions = resizedDimensions(upright.info, wishes[index]?.resize ?? null);
      expect(result).toMatchObject({ status: "optimized", output: { width: dimensions.width, height: dimensions.height } });
      const direct = await sharp(upright.data)
        .resize({ ...pick(dimensions), fit: "fill" })
        .png()
        .toBuffer();
      expect(await difference(output, direct)).toBeLessThan(3);
      expect((await sharp(output).metadata()).orientation).toBeUndefined();
    }
  });

  const pick = ({ width: columns, height: rows }: { readonly width: number; readonly height: number }) => ({
    width: columns,
    height: rows,
  });
});

describe("what shared pixels keep", () => {
  test("alpha, for the formats that hold it; the others are laid on white, with a warning each", async () => {
    const bytes = await gridWithAlpha(128).png().toBuffer();
    const encoded = await desk.encodeAll(bytes, [
      { format: "webp", quality: 100 },
      { format: "jpeg", quality: 100 },
      { ...width(32) },
    ]);
    expect(encoded.map(({ result }) => "warnings" in result && result.warnings.includes("alphaFlattened"))).toEqual([
      false,
      true,
      false,
    ]);
    for (const [index, { output }] of encoded.entries()) {
      const [columns, rows] = index === 2 ? [32, 24] : [size.width, size.height];
      expectNear(await colours(output, columns, rows), expectedColours(true), 12);
    }
    const { data, info } = await sharp(made(encoded[2])).raw().toBuffer({ resolveWithObject: true });
    expect([info.channels, data[3], data[4 * 31 + 3]]).toEqual([4, 128, 255]);
  });

  test("no alpha that says nothing: laid on white without a warning", async () => {
    const bytes = await gridWithAlpha(255).png().toBuffer();
    const [jpeg] = await desk.encodeAll(bytes, [{ format: "jpeg" }, { format: "webp" }]);
    expect(jpeg?.result).toMatchObject({ status: "optimized", output: { format: "jpeg" } });
    if (jpeg?.result.status === "optimized") expect(jpeg.result.warnings).not.toContain("alphaFlattened");
  });

  test.each([1, 3] as const)("16 bits of %i channels bit for bit, beside outputs of 8 bits", async (channels) => {
    const bytes = await deep(channels).png({ compressionLevel: 0 }).toBuffer();
    const samples = (image: Buffer) =>
      sharp(image)
        .toColourspace(channels === 1 ? "grey16" : "rgb16")
        .raw({ depth: "ushort" })
        .toBuffer();
    const [png, jpeg, webp, small] = await desk.encodeAll(bytes, [{}, { format: "jpeg" }, { format: "webp" }, width(32)], 0);
    expect(await samples(made(png))).toEqual(await samples(bytes));
    expect(await sharp(made(jpeg)).metadata()).toMatchObject({ depth: "uchar", space: channels === 1 ? "b-w" : "srgb" });
    expect(await sharp(made(webp)).metadata()).toMatchObject({ depth: "uchar", channels: 3 });
    expect(await sharp(made(small)).metadata()).toMatchObject({ depth: "ushort", space: channels === 1 ? "grey16" : "rgb16" });
  });

  test.each(["8", "16"] as const)("the look of a Display P3 image of %s bits, in sRGB and without a profile", async (bits) => {
    const image = bits === "16" ? grid().toColourspace("rgb16") : grid();
    const bytes = await image.withIccProfile("p3").png().toBuffer();
    const formats: readonly ImageFormat[] = ["png", "jpeg", "webp"];
    const wishes = [{}, width(32)].flatMap((wish) =>
      (["png", "jpeg", "webp"] as const).map((format): OutputSettingsInput => ({ format, quality: 100, ...wish })),
    );
    expect((await sharp(bytes).metadata()).hasProfile).toBe(true);
    for (const [index, encoded] of (await desk.encodeAll(bytes, wishes)).entries()) {
      const output = made(encoded);
      const header = await sharp(output).metadata();
      expect(header).toMatchObject({ hasProfile: false, format: formats[index % 3] });
      expectNear(await colours(output, header.width, header.height), expectedColours(false), 8);
    }
  });
});

describe("an output that fails", () => {
  test("does so alone", async () => {
    const long = await sharp({ create: { width: 16_384, height: 8, channels: 3, background: "#fff" } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const encoded = await desk.encodeAll(long, [{ format: "jpeg" }, { format: "webp" }, { format: "webp", ...width(8000) }, {}]);
    expect(encoded.map(({ result }) => result.status)).toEqual(["optimized", "failed", "optimized", "optimized"]);
    expect(encoded[1]?.result).toMatchObject({ error: { code: "imageTooLargeForFormat" } });
    expect(encoded[0]?.leftovers).toEqual([]);
  });

  test("is every output of a source that can't be decoded, all with the same code, and nothing is left", async () => {
    const bytes = await photo(300, 200).jpeg().toBuffer();
    const wishes = [{}, { format: "webp" }, width(100), { format: "avif", ...width(50) }] as const;
    const encoded = await desk.encodeAll(bytes.subarray(0, 8000), [...wishes]);
    expect(encoded.map(({ result }) => result.status === "failed" && result.error.code)).toEqual(
      wishes.map(() => "truncatedImage"),
    );
    expect(encoded[0]?.leftovers).toEqual([]);
  });

  test("is a TIFF that can't stay lossless; what is converted is made", async () => {
    const bytes = await grid().toColourspace("scrgb").tiff({ compression: "none", predictor: "float" }).toBuffer();
    const encoded = await desk.encodeAll(bytes, [{}, { format: "jpeg" }, { format: "webp" }]);
    expect(encoded.map(({ result }) => result.status)).toEqual(["failed", "optimized", "optimized"]);
    expect(encoded[0]?.result).toMatchObject({ error: { code: "unsupportedVariant" } });
  });
});

test("an original is kept where its own format saves nothing, and the other outputs are made all the same", async () => {
  const bytes = await photo(200, 100).jpeg({ quality: 30, mozjpeg: true }).toBuffer();
  const encoded = await desk.encodeAll(bytes, [{ quality: 90 }, { format: "webp" }, { quality: 90, ...width(100) }]);
  expect(encoded.map(({ result }) => result.status)).toEqual(["keptOriginal", "optimized", "optimized"]);
  expect(encoded[0]?.leftovers).toEqual([]);
});

test("an output too large to hold streams beside those that share", async () => {
  const large = { width: 5200, height: 4200 };
  const bytes = await sharp({ create: { ...large, channels: 3, background: "#246" } })
    .jpeg()
    .toBuffer();
  const encoded = await desk.encodeAll(bytes, [width(64), { format: "jpeg" }, { format: "webp", ...width(64) }], 0);
  expect(encoded.map(({ result }) => "output" in result && result.output.width)).toEqual([64, 5200, 64]);
});
