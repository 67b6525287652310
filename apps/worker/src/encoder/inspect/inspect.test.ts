import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ImageInfo, Result } from "@pixelmill/core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InspectionLimits } from "../../protocol/messages.ts";
import { usualLimits } from "../../testing/limits.ts";
import { setUpSharp } from "../setUpSharp.ts";
import { animatedPng, animation, deep, grid, gridWithAlpha, pages, size } from "../testing/images.ts";
import { inspect } from "./inspect.ts";

let directory: string;

beforeAll(async () => {
  setUpSharp();
  directory = await mkdtemp(join(tmpdir(), "pixelmill-inspect-"));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

async function inspected(bytes: Uint8Array | string, limits: Partial<InspectionLimits> = {}): Promise<Result<ImageInfo>> {
  const path = join(directory, "photo.jpg");
  await writeFile(path, bytes);
  return inspect(path, { ...usualLimits, maxPixels: 100e6, maxFrames: 1000, ...limits });
}

const plain = {
  ...size,
  frames: 1,
  hasAlpha: false,
  orientation: 1,
  progressive: false,
  hasMetadata: false,
  bitDepth: 8,
  fullChroma: false,
  grey: false,
};

const cases: readonly [string, () => Promise<Buffer>, Partial<ImageInfo>][] = [
  ["a JPEG", () => grid().jpeg().toBuffer(), { format: "jpeg" }],
  ["a progressive JPEG", () => grid().jpeg({ progressive: true }).toBuffer(), { format: "jpeg", progressive: true }],
  ["a JPEG of full chroma", () => grid().jpeg({ chromaSubsampling: "4:4:4" }).toBuffer(), { format: "jpeg", fullChroma: true }],
  [
    "a turned JPEG",
    () => grid().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    { format: "jpeg", width: size.height, height: size.width, orientation: 6, hasMetadata: true },
  ],
  ["a PNG", () => grid().png().toBuffer(), { format: "png" }],
  ["a grey PNG", () => grid().toColourspace("b-w").png().toBuffer(), { format: "png", grey: true }],
  ["a palette PNG", () => grid().png({ palette: true }).toBuffer(), { format: "png", palette: true }],
  ["an interlaced PNG", () => grid().png({ progressive: true }).toBuffer(), { format: "png", progressive: true }],
  ["a PNG with alpha", () => gridWithAlpha(9).png().toBuffer(), { format: "png", hasAlpha: true }],
  ["a PNG of 16 bits", () => deep(3).png().toBuffer(), { format: "png", bitDepth: 16 }],
  ["an animated PNG", animatedPng, { format: "png", frames: 3 }],
  ["a WebP", () => grid().webp().toBuffer(), { format: "webp", lossless: false }],
  ["a lossless WebP", () => grid().webp({ lossless: true }).toBuffer(), { format: "webp", lossless: true }],
  [
    "a lossless WebP with a profile before its pixels",
    () => grid().withIccProfile("p3").webp({ lossless: true }).toBuffer(),
    { format: "webp", lossless: true },
  ],
  ["an animated WebP, lossless", () => animation("webp"), { format: "webp", frames: 3, lossless: true }],
  [
    "an animated WebP that is not",
    async () =>
      sharp(await animation("gif"), { pages: -1 })
        .webp({ quality: 50 })
        .toBuffer(),
    { format: "webp", frames: 3, lossless: false },
  ],
  ["an AVIF", () => grid().avif({ effort: 0 }).toBuffer(), { format: "avif" }],
  ["a lossless AVIF", () => grid().avif({ effort: 0, lossless: true }).toBuffer(), { format: "avif", lossless: true }],
  ["an animated GIF", () => animation("gif"), { format: "gif", frames: 3, hasAlpha: true, palette: true }],
  ["a TIFF", () => grid().tiff().toBuffer(), { format: "tiff" }],
  ["a TIFF of two pages", pages, { format: "tiff", frames: 2 }],
];

describe("the facts of", () => {
  test.each(cases)("%s are read from its content", async (_, make, facts) => {
    const bytes = await make();
    const result = await inspected(bytes);
    expect(result).toEqual({ ok: true, value: { ...plain, bytes: bytes.length, ...facts } });
  });
});

describe("a file that is refused", () => {
  test.each([
    ["empty", "", "emptyFile"],
    ["text by the name of photo.jpg", "just text\n", "unsupportedFormat"],
    [
      "an SVG with entities of its own",
      "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg width='9' height='9'>&a;</svg>",
      "unsupportedVariant",
    ],
    ["a portable pixmap, which libvips would read", "P6\n1 1\n255\nabc", "unsupportedFormat"],
    ["the first bytes of a PNG and nothing more", "\x89PNG", "truncatedImage"],
  ])("%s", async (_, content, code) => {
    const result = await inspected(Buffer.from(content, "latin1"));
    expect(result).toMatchObject({ ok: false, error: { code } });
  });

  test.each(["jpeg", "png", "gif", "tiff"] as const)("a %s cut off in its header", async (format) => {
    const result = await inspected((await grid().toFormat(format).toBuffer()).subarray(0, 20));
    if (result.ok) throw new Error("it was read");
    expect(["truncatedImage", "corruptImage"]).toContain(result.error.code);
  });

  test("too many pixels, with the numbers", async () => {
    const result = await inspected(await grid().png().toBuffer(), { maxPixels: size.width * size.height - 1 });
    expect(result).toMatchObject({ ok: false, error: { code: "tooManyPixels" } });
    const large = await sharp({ create: { width: 2000, height: 1000, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    const refused = await inspected(large, { maxPixels: 1_500_000 });
    expect(refused).toMatchObject({
      error: { message: "The image has 2 megapixels; the limit is 1.5 (setting MAX_MEGAPIXELS)." },
    });
    expect((await inspected(large, { maxPixels: 2_000_000 })).ok).toBe(true);
  });

  test("an animation's pixels count with all its frames", async () => {
    const bytes = await animation("gif");
    const frame = size.width * size.height;
    expect(await inspected(bytes, { maxPixels: frame * 3 - 1 })).toMatchObject({ error: { code: "tooManyPixels" } });
    expect((await inspected(bytes, { maxPixels: frame * 3 })).ok).toBe(true);
  });

  test("of an animated PNG one of whose frames has no pixels, its default image alone", async () => {
    const whole = await animatedPng();
    const lastFrame = whole.lastIndexOf("fdAT") - 4;
    const cut = Buffer.concat([whole.subarray(0, lastFrame), whole.subarray(-12)]);
    expect(await inspected(whole)).toMatchObject({ value: { frames: 3 } });
    expect(await inspected(cut)).toMatchObject({ ok: true, value: { format: "png", frames: 1 } });
  });

  test("a drawing of too many bytes or elements, with the numbers", async () => {
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><g><path d="M0 0"/></g></svg>');
    expect(await inspected(drawing, { maxSvgBytes: drawing.length, maxSvgElements: 3 })).toMatchObject({ ok: true });
    expect(await inspected(drawing, { maxSvgBytes: drawing.length - 1 })).toMatchObject({
      error: {
        code: "drawingTooLarge",
        message: `The SVG drawing has ${drawing.length} B; the limit is ${drawing.length - 1} B (setting MAX_SVG_SIZE).`,
      },
    });
    expect(await inspected(drawing, { maxSvgElements: 2 })).toMatchObject({
      error: {
        code: "tooManyElements",
        message: "The SVG drawing has 3 elements; the limit is 2 (setting MAX_SVG_ELEMENTS).",
      },
    });
  });

  test("a packed drawing, by what it unpacks to", async () => {
    const drawing = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><g><path d="${"M0 0h1v1Z".repeat(99)}"/></g></svg>`);
    const packed = gzipSync(drawing);
    expect(await inspected(packed, { maxSvgBytes: drawing.length, maxSvgElements: 3 })).toMatchObject({
      value: { format: "svg", bytes: packed.length, unpackedBytes: drawing.length },
    });
    expect(await inspected(packed, { maxSvgBytes: drawing.length - 1 })).toMatchObject({ error: { code: "drawingTooLarge" } });
    expect(await inspected(packed, { maxSvgElements: 2 })).toMatchObject({ error: { code: "tooManyElements" } });
    expect(await inspected(packed.subarray(0, -12))).toMatchObject({ error: { code: "truncatedImage" } });
    expect(await inspected(packed.with(-8, 1 ^ (packed.at(-8) ?? 0)))).toMatchObject({ error: { code: "corruptImage" } });
  });

  test("too many frames, with the numbers", async () => {
    expect(await inspected(await animation("webp"), { maxFrames: 2 })).toEqual({
      ok: false,
      error: { code: "tooManyFrames", message: "The animation has 3 frames; the limit is 2 (setting MAX_FRAMES)." },
    });
  });
});
