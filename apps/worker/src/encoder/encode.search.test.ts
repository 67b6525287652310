import type { Encoding, OutputSettingsInput } from "@pixelmill/core";
import { native, nativeStatus } from "@pixelmill/native";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { type Encoded, makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { drawing } from "./testing/drawing.ts";
import { animation, gridWithAlpha, photo, scene } from "./testing/images.ts";

if (nativeStatus.kind === "portable") console.warn(`Skipped: searches for a score need the addon (${nativeStatus.missing}).`);

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

/** What was made, with how. */
function made(encoded: Encoded | undefined): {
  readonly output: Buffer;
  readonly encoding: Encoding;
  readonly warnings: readonly string[];
} {
  const result = encoded?.result;
  if (encoded === undefined || result?.status !== "optimized" || result.encoding === undefined)
    throw new Error(JSON.stringify(result));
  expect(encoded.leftovers).toEqual([]);
  return { output: encoded.output, encoding: result.encoding, warnings: result.warnings };
}

const encode = async (bytes: Buffer, wish: OutputSettingsInput) => made(await desk.encode(bytes, { ...wish, minimumSaving: 0 }));

async function rgb(image: Buffer) {
  const { data, info } = await sharp(image)
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** The score of an opaque image against its source, measured anew. */
async function scoreOf(source: Buffer, output: Buffer): Promise<number> {
  if (native.codecs === null) throw new Error("there are no codecs");
  return (await native.codecs.openReference(await rgb(source))).score(await rgb(output));
}

describe.skipIf(native.codecs === null)("a quality target", () => {
  test.each(["jpeg", "webp", "avif"] as const)(
    "is reached by the smallest %s of at most four, and the score is told",
    async (format) => {
      const source = await scene(320, 240).png().toBuffer();
      const { output, encoding, warnings } = await encode(source, { format, quality: { target: 70 }, effort: "fast" });
      expect(encoding.score).toBeGreaterThanOrEqual(70);
      expect(encoding.encodes).toBeLessThanOrEqual(4);
      expect(encoding.score).toBeCloseTo(await scoreOf(source, output), 5);
      expect(warnings).toEqual([]);
      const quality = encoding.quality ?? 0;
      const worse = await encode(source, {
        format,
        quality: Math.max(1, quality - 8),
        effort: "fast",
        chroma: format === "webp" ? "auto" : (encoding.chroma ?? "auto"),
      });
      expect(worse.output.length).toBeLessThan(output.length);
      expect(await scoreOf(source, worse.output)).toBeLessThan(encoding.score ?? 0);
    },
  );

  test("that nothing reaches gives the best there is, and says so", async () => {
    const source = await photo(64, 64).png().toBuffer();
    const { encoding, warnings } = await encode(source, { format: "jpeg", quality: { target: 100 } });
    expect(encoding.quality).toBe(100);
    expect(warnings).toContain("belowTarget");
  });

  test("of a PNG is a palette where that is good enough, else lossless", async () => {
    const source = await scene(160, 120).png().toBuffer();
    const low = await encode(source, { format: "png", quality: { target: 30 } });
    expect(low.encoding).toMatchObject({ lossless: false, colours: expect.any(Number) });
    expect((await sharp(low.output).metadata()).isPalette).toBe(true);
    expect(low.encoding.score).toBeGreaterThanOrEqual(30);
    const high = await encode(await photo(64, 64).webp({ quality: 60 }).toBuffer(), { format: "png", quality: { target: 99 } });
    expect(high.encoding).toMatchObject({ lossless: true, colours: null, score: 100 });
  });

  test("gives a tiny PNG no palette, of which a score says too little", async () => {
    const levels = Buffer.from(Array.from({ length: 32 * 24 }, (_, at) => (at % 32) * 8));
    const source = await sharp(levels, { raw: { width: 32, height: 24, channels: 1 } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const { output, encoding, warnings } = await encode(source, { format: "png", quality: { target: 30 } });
    expect(encoding).toMatchObject({ lossless: true, colours: null, score: 100, encodes: 1 });
    expect(await rgb(output)).toEqual(await rgb(source));
    expect(warnings).toEqual([]);
  });

  test("of a WebP of a drawing loses nothing where that is smaller", async () => {
    const source = await drawing(300, 200).png().toBuffer();
    const { output, encoding } = await encode(source, { format: "webp", quality: { target: 80 } });
    expect(encoding).toMatchObject({ lossless: true, quality: null, score: 100 });
    expect(await rgb(output)).toEqual(await rgb(source));
  });

  test("counts what shines through on dark and on light", async () => {
    const { output, encoding } = await encode(await gridWithAlpha(128).png({ compressionLevel: 0 }).toBuffer(), {
      format: "webp",
      quality: { target: 60 },
    });
    expect((await sharp(output).metadata()).hasAlpha).toBe(true);
    expect(encoding.score).toBeGreaterThanOrEqual(60);
  });

  test("keeps an animation's frames, delays and loop", async () => {
    const { output, encoding } = await encode(await animation("gif"), { format: "webp", quality: { target: 60 } });
    expect(await sharp(output, { pages: -1 }).metadata()).toMatchObject({
      pages: 3,
      delay: [100, 200, 300],
      loop: 3,
      pageHeight: 48,
    });
    expect(encoding.score).toBeGreaterThanOrEqual(60);
  });

  test("keeps them at another size, and in a box", async () => {
    const box = { mode: "box", width: 40, height: 40 } as const;
    for (const resize of [
      { mode: "width", pixels: 32 } as const,
      { ...box, fit: "cover" } as const,
      { ...box, fit: "contain" } as const,
    ]) {
      const { output } = await encode(await animation("gif"), { format: "webp", quality: { target: 60 }, resize });
      const [width, pageHeight] = resize.mode === "box" ? [40, 40] : [32, 24];
      expect(await sharp(output, { pages: -1 }).metadata()).toMatchObject({
        pages: 3,
        delay: [100, 200, 300],
        width,
        pageHeight,
      });
    }
  });

  test("is met at every size of one decode", async () => {
    const source = await scene(320, 240).png().toBuffer();
    const resize = { mode: "width", pixels: 120 } as const;
    const wish = { format: "webp", quality: { target: 70 } } as const;
    for (const encoded of await desk.encodeAll(source, [wish, { ...wish, resize }]))
      expect(made(encoded).encoding.score).toBeGreaterThanOrEqual(70);
  });

  test("of a GIF, which has no quality, changes nothing", async () => {
    const { encoding } = await encode(await scene(64, 48).gif({ effort: 1 }).toBuffer(), {
      quality: { target: 90 },
      resize: { mode: "width", pixels: 32 },
    });
    expect(encoding).toMatchObject({ encoder: "cgif", quality: null, encodes: 1, score: null });
  });
});

describe("a limit in bytes", () => {
  test.each(["jpeg", "webp", "png"] as const)("is kept by a %s that comes near it", async (format) => {
    const source = await scene(320, 240).png().toBuffer();
    const maxBytes = format === "png" ? 20_000 : 6000;
    const { output, encoding } = await encode(source, { format, quality: { maxBytes } });
    expect(output.length).toBeLessThanOrEqual(maxBytes);
    if (format !== "png") expect(output.length).toBeGreaterThan(0.8 * maxBytes);
    if (native.codecs !== null && format !== "png") expect(encoding.score).toBeCloseTo(await scoreOf(source, output), 5);
  });

  test("that even the lowest quality exceeds fails with both numbers", async () => {
    const source = await photo(200, 200).png().toBuffer();
    const { result, leftovers } = await desk.encode(source, { format: "webp", quality: { maxBytes: 100 } });
    expect(result).toMatchObject({ status: "failed", error: { code: "exceedsMaxBytes" } });
    expect(leftovers).toEqual([]);
    const gif = await photo(100, 100).gif().toBuffer();
    expect((await desk.encode(gif, { quality: { maxBytes: 100 } })).result).toMatchObject({ status: "failed" });
  });
});

describe("format auto", () => {
  test("takes the smallest of all candidates at their defaults", async () => {
    const source = await scene(320, 240).png({ compressionLevel: 0 }).toBuffer();
    const alone = await desk.encodeAll(
      source,
      [{ format: "jpeg" }, { format: "webp" }, { format: "avif" }, { format: "png" }],
      0,
    );
    const smallest = Math.min(...alone.map((encoded) => made(encoded).output.length));
    const { output, encoding } = await encode(source, { format: "auto" });
    expect(output.length).toBe(smallest);
    expect(encoding.encodes).toBe(4);
    expect((await encode(source, { format: "auto", candidates: ["jpeg"] })).encoding.encoder).toBe("mozjpeg");
  });

  test("does not take a JPEG where something is transparent, and does where alpha is opaque", async () => {
    const candidates: OutputSettingsInput["candidates"] = ["jpeg", "webp"];
    const transparent = await desk.encode(await gridWithAlpha(100).png().toBuffer(), { format: "auto", candidates });
    expect(transparent.result).toMatchObject({ output: { format: "webp" }, encoding: { encodes: 1 } });
    const opaque = await desk.encode(await gridWithAlpha(255).png().toBuffer(), { format: "auto", candidates });
    expect(opaque.result).toMatchObject({ encoding: { encodes: 2 } });
  });

  test.skipIf(native.codecs === null).each(["strip", "keepAll"] as const)(
    "keeps a source that nothing beats as what it is, under the policy %s",
    async (metadata) => {
      const source = await photo(96, 64).webp({ quality: 1 }).toBuffer();
      const candidates = ["webp", "avif"] as const;
      const { result } = await desk.encode(source, {
        format: "auto",
        candidates: [...candidates],
        quality: { target: 97 },
        metadata,
      });
      expect(result).toMatchObject({ status: "keptOriginal", output: { format: "webp", bytes: source.length } });
    },
  );

  test.skipIf(native.codecs === null)("takes the smallest that reaches a target", async () => {
    const source = await scene(200, 150).png().toBuffer();
    const candidates = ["jpeg", "webp", "avif"] as const;
    const wish = { quality: { target: 70 }, effort: "fast" } as const;
    const alone = await desk.encodeAll(
      source,
      candidates.map((format) => ({ format, ...wish })),
      0,
    );
    const { output, encoding } = await encode(source, { format: "auto", ...wish });
    expect(output.length).toBeLessThanOrEqual(Math.min(...alone.map((encoded) => made(encoded).output.length)));
    expect(encoding.score).toBeGreaterThanOrEqual(70);
  });

  test.skipIf(native.codecs === null)("takes the best that fits into a size", async () => {
    const source = await scene(200, 150).png().toBuffer();
    const quality = { maxBytes: 3000 };
    const alone = await desk.encodeAll(
      source,
      [
        { format: "jpeg", quality },
        { format: "webp", quality },
      ],
      0,
    );
    const { encoding, output } = await encode(source, { format: "auto", candidates: ["jpeg", "webp"], quality });
    expect(output.length).toBeLessThanOrEqual(3000);
    expect(encoding.score).toBe(Math.max(...alone.map((encoded) => made(encoded).encoding.score ?? 0)));
  });
});

describe("chroma", () => {
  const chromaOf = async (bytes: Buffer, wish: OutputSettingsInput) => {
    const { output, encoding } = await encode(bytes, wish);
    // Sharp does not tell it of an AVIF.
    if (wish.format === "jpeg") expect((await sharp(output).metadata()).chromaSubsampling).toBe(encoding.chroma);
    return encoding.chroma;
  };

  test("stays whole for graphics and text, and is halved for photos", async () => {
    expect(await chromaOf(await drawing(300, 200).png().toBuffer(), { format: "jpeg" })).toBe("4:4:4");
    expect(await chromaOf(await scene(300, 200).png().toBuffer(), { format: "jpeg" })).toBe("4:2:0");
    expect(await chromaOf(await photo(300, 200).png().toBuffer(), { format: "jpeg" })).toBe("4:2:0");
  });

  test("is as it was asked for", async () => {
    expect(await chromaOf(await drawing(300, 200).png().toBuffer(), { format: "jpeg", chroma: "4:2:0" })).toBe("4:2:0");
    expect(await chromaOf(await photo(300, 200).png().toBuffer(), { format: "avif", chroma: "4:4:4" })).toBe("4:4:4");
  });

  test("that the source has halved already is not looked for", async () => {
    expect(
      await chromaOf(await drawing(300, 200).jpeg().toBuffer(), { format: "jpeg", resize: { mode: "width", pixels: 250 } }),
    ).toBe("4:2:0");
  });
});

describe("efforts", () => {
  test.each([
    ["jpeg", "libjpeg-turbo", "mozjpeg"],
    ["webp", "libwebp", "libwebp"],
    ["avif", "libaom", "libaom"],
  ] as const)("of a %s are told with the result", async (format, fast, smallest) => {
    const source = await scene(160, 120).png().toBuffer();
    expect((await encode(source, { format, effort: "fast" })).encoding).toMatchObject({ effort: "fast", encoder: fast });
    expect((await encode(source, { format, effort: "smallest" })).encoding).toMatchObject({
      effort: "smallest",
      encoder: smallest,
    });
  });

  test("a palette has the colours that were asked for", async () => {
    const { output, encoding } = await encode(await scene(200, 150).png().toBuffer(), { format: "png", colours: 16 });
    expect(encoding).toMatchObject({ encoder: "libpng", lossless: false, colours: 16, encodes: 1 });
    expect(await sharp(output).metadata()).toMatchObject({ isPalette: true });
    const { data } = await rgb(output);
    const colours = new Set(Array.from({ length: data.length / 3 }, (_, at) => data.readUIntBE(at * 3, 3)));
    expect(colours.size).toBeLessThanOrEqual(16);
  });
});
