import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dissectors } from "./metadata/containers/containers.ts";
import { writeExif } from "./metadata/exif.ts";
import { viewFile } from "./metadata/fileView.ts";
import { writePieces } from "./metadata/pieces.ts";
import { setUpSharp } from "./setUpSharp.ts";
import { sameFrames } from "./steps/sameFrames.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { animation, grid, gridWithAlpha, size } from "./testing/images.ts";

let desk: TestDesk;
let folder = "";

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
  folder = await mkdtemp(join(tmpdir(), "pixelmill-frames-"));
});

afterAll(() => Promise.all([desk.remove(), rm(folder, { recursive: true })]));

/** The frames of a file one by one, each in four channels. */
async function framesOf(file: Buffer): Promise<readonly Buffer[]> {
  const { pages = 1 } = await sharp(file).metadata();
  return Promise.all(Array.from({ length: pages }, (_, page) => sharp(file, { page }).ensureAlpha().raw().toBuffer()));
}

/** A file that holds the image with an EXIF orientation, its pixels as they are. */
async function tagged(bytes: Buffer, orientation: number): Promise<Buffer> {
  const [source, target] = [join(folder, "plain"), join(folder, "tagged")];
  await writeFile(source, bytes);
  const dissection = await viewFile(source, dissectors.webp);
  if (dissection === null) throw new Error("no WebP");
  const exif = writeExif({ orientation });
  await writePieces(source, dissection.assemble({ exif, xmp: null, iptc: null }).pieces, target);
  return readFile(target);
}

describe("the frames of an animation that is turned", () => {
  test.each([2, 3, 4, 5, 6, 7, 8])("are turned one by one, in their order: orientation %i", async (orientation) => {
    const still = await tagged(await grid().webp({ lossless: true }).toBuffer(), orientation);
    const sides =
      orientation >= 5 ? { width: size.height / 2, height: size.width / 2 } : { width: size.width / 2, height: size.height / 2 };
    const turned = await sharp(still).autoOrient().png().toBuffer();
    const upright = await sharp(turned)
      .resize({ ...sides, fit: "fill" })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const frames = [
      await grid().png().toBuffer(),
      await sharp({ create: { ...size, channels: 3, background: "#ff0000" } })
        .png()
        .toBuffer(),
    ];
    const plain = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true, delay: [100, 250], loop: 2 })
      .toBuffer();
    const wish = { format: "webp", quality: 100, resize: { mode: "percent", percent: 50 } } as const;
    const { result, output } = await desk.encode(await tagged(plain, orientation), wish);
    expect(result).toMatchObject({ output: { ...sides, frames: 2 } });
    expect(await sharp(output).metadata()).toMatchObject({ delay: [100, 250], loop: 2, pages: 2 });
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = await framesOf(output);
    const difference = first.reduce((sum, value, at) => sum + Math.abs(value - (upright[at] ?? 0)), 0) / first.length;
    expect(difference).toBeLessThan(6);
    expect([...second.subarray(0, 4)].map((value) => Math.round(value / 64))).toEqual([4, 0, 0, 4]);
  });

  test("come out in every size, and as a still", async () => {
    const bytes = await tagged(await animation("webp"), 6);
    const [half, still] = await desk.encodeAll(bytes, [{ resize: { mode: "percent", percent: 50 } }, { format: "png" }]);
    expect(half?.result).toMatchObject({ output: { width: size.height / 2, height: size.width / 2, frames: 3 } });
    expect(still?.result).toMatchObject({ output: { width: size.height, height: size.width, frames: 1 } });
  });

  test("are the pages of a TIFF too, in all their bits", async () => {
    const ramp = (start: number) => Uint16Array.from({ length: 8 * 6 * 3 }, (_, at) => start + at * 97);
    const pages = await Promise.all(
      [0, 20_000].map((start) =>
        sharp(ramp(start), { raw: { width: 8, height: 6, channels: 3 } })
          .toColourspace("rgb16")
          .png()
          .toBuffer(),
      ),
    );
    const tiff = await sharp(pages, { join: { animated: true } })
      .toColourspace("rgb16")
      .withMetadata({ orientation: 6 })
      .tiff({ compression: "none" })
      .toBuffer();
    const { result, output } = await desk.encode(tiff, { minimumSaving: 0 });
    if (result.status !== "optimized") throw new Error(JSON.stringify(result));
    expect(result.output).toMatchObject({ width: 6, height: 8, frames: 2 });
    for (const page of [0, 1]) {
      const samples = (image: Buffer) => sharp(image, { page }).toColourspace("rgb16");
      const upright = await samples(tiff).rotate(90).raw({ depth: "ushort" }).toBuffer();
      const turned = await samples(output).raw({ depth: "ushort" }).toBuffer();
      expect(turned.length).toBe(upright.length);
      // The file has a profile, sRGB's, which is applied: of 65,536 steps some are lost.
      for (let at = 0; at < turned.length; at += 2)
        expect(Math.abs(turned.readUInt16LE(at) - upright.readUInt16LE(at))).toBeLessThan(50);
    }
  });
});

describe("a GIF that stays one", () => {
  /** Noise of few colours, frame by frame, in a palette for each. */
  const rich = async (): Promise<Buffer> => {
    const frames = await Promise.all(
      [0, 1, 2].map((frame) => {
        const pixels = Buffer.from(
          Array.from({ length: 48 * 32 * 3 }, (_, at) => (Math.imul(at + frame * 7919, 2_654_435_761) >>> (24 + frame)) & 0xe0),
        );
        return sharp(pixels, { raw: { width: 48, height: 32, channels: 3 } })
          .png()
          .toBuffer();
      }),
    );
    return sharp(frames, { join: { animated: true } })
      .gif({ delay: [40, 80, 120], loop: 5, dither: 0, effort: 1 })
      .toBuffer();
  };

  test.each([
    ["of three plain frames", () => animation("gif")],
    ["of a palette for each frame", rich],
    ["that is still", () => grid().gif().toBuffer()],
    ["with transparency", () => gridWithAlpha(0).gif().toBuffer()],
  ] as const)("%s shows the same in every frame, for as long, and is never larger", async (_, make) => {
    const bytes = await make();
    const { result, output, leftovers } = await desk.encode(bytes, { minimumSaving: 0 });
    expect(leftovers).toEqual([]);
    if (result.status === "failed") throw new Error(result.error.code);
    const delivered = result.status === "optimized" ? output : bytes;
    expect(delivered.length).toBeLessThanOrEqual(bytes.length);
    const [one, other] = [join(folder, "one"), join(folder, "other")];
    await writeFile(one, bytes);
    await writeFile(other, delivered);
    const { frames } = result.output;
    const { width = 0, pageHeight, height = 0 } = await sharp(bytes, { pages: -1 }).metadata();
    expect(await sameFrames(one, other, { width, height: pageHeight ?? height, frames })).toBe(true);
  });

  test("whose frames differ in a pixel, a delay or the loop is told from itself", async () => {
    const make = async (change: (pixels: Buffer) => void, delay = [50, 60], loop = 0) => {
      const pixels = Buffer.alloc(16 * 16 * 3, 40);
      const first = await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
        .png()
        .toBuffer();
      change(pixels);
      const second = await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
        .png()
        .toBuffer();
      return sharp([first, second], { join: { animated: true } })
        .gif({ delay, loop, keepDuplicateFrames: true })
        .toBuffer();
    };
    const base = await make((pixels) => pixels.fill(90, 0, 30));
    const [one, other] = [join(folder, "one"), join(folder, "other")];
    await writeFile(one, base);
    const isSame = async (bytes: Buffer) => {
      await writeFile(other, bytes);
      return sameFrames(one, other, { width: 16, height: 16, frames: 2 });
    };
    expect(await isSame(base)).toBe(true);
    expect(await isSame(await make((pixels) => pixels.fill(90, 0, 33)))).toBe(false);
    expect(await isSame(await make((pixels) => pixels.fill(90, 0, 30), [50, 70]))).toBe(false);
    expect(await isSame(await make((pixels) => pixels.fill(90, 0, 30), [50, 60], 3))).toBe(false);
  });
});
