import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pngChunk } from "../metadata/containers/png.ts";
import { viewFile } from "../metadata/fileView.ts";
import { grid } from "../testing/images.ts";
import { type ColourDescription, fromCodePoints, isSrgb, srgbPrimaries } from "./description.ts";
import { iccProfile } from "./iccProfile.ts";
import { pngColour } from "./pngColour.ts";

let file = "";

beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), "pixelmill-colour-")), "image.png");
});
afterAll(() => rm(join(file, ".."), { recursive: true }));

/** Type and data. */
type Chunk = readonly [string, Buffer];

/** A PNG with chunks put in behind its header. */
const withChunks = async (image: Sharp, ...chunks: readonly Chunk[]): Promise<Buffer> => {
  const bytes = await image.png().toBuffer();
  return Buffer.concat([bytes.subarray(0, 33), ...chunks.map(([type, data]) => pngChunk(type, data)), bytes.subarray(33)]);
};

const numbers = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
};

const srgbPoints = numbers(31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000);
const p3Points = numbers(31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000);

async function colourOf(...chunks: readonly Chunk[]): Promise<ColourDescription | null> {
  await writeFile(file, await withChunks(grid(), ...chunks));
  return (await viewFile(file, pngColour)).description;
}

describe("what a PNG says of its colours", () => {
  test("is nothing where it says nothing, or sRGB, or has a profile", async () => {
    expect(await colourOf()).toBeNull();
    expect(await colourOf(["gAMA", numbers(100_000)], ["sRGB", Buffer.alloc(1)])).toBeNull();
    expect(await colourOf(["iCCP", Buffer.from("x\0\0")], ["gAMA", numbers(100_000)])).toBeNull();
  });

  test("is sRGB for the gamma that most writers note, and not for others", async () => {
    const isPlain = async (...chunks: readonly Chunk[]) => {
      const description = await colourOf(...chunks);
      return description !== null && isSrgb(description);
    };
    expect(await isPlain(["gAMA", numbers(45_455)], ["cHRM", srgbPoints])).toBe(true);
    expect(await isPlain(["gAMA", numbers(100_000)])).toBe(false);
    expect(await isPlain(["gAMA", numbers(45_455)], ["cHRM", p3Points])).toBe(false);
  });

  test("is what its code points say, above all else", async () => {
    const codes: readonly [string, Buffer] = ["cICP", Buffer.from([9, 16, 0, 1])];
    expect(await colourOf(codes, ["iCCP", Buffer.from("x\0\0")])).toEqual(fromCodePoints(9, 16));
    expect(fromCodePoints(9, 16)).toMatchObject({ red: [0.708, 0.292], transfer: { kind: "pq" } });
    expect(isSrgb(fromCodePoints(1, 13))).toBe(true);
    expect(isSrgb(fromCodePoints(2, 2))).toBe(true);
    expect(isSrgb(fromCodePoints(12, 13))).toBe(false);
  });

  test.each([
    ["a gamma of nothing", ["gAMA", numbers(0)]],
    ["primaries on one line", ["cHRM", numbers(31_270, 32_900, 1000, 1000, 2000, 2000, 3000, 3000)]],
    ["a white without light", ["cHRM", numbers(31_270, 0, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000)]],
    ["half a chunk", ["cHRM", numbers(1, 2)]],
  ] as const)("is nothing where it is %s", async (_, chunk) => {
    expect(await colourOf(chunk)).toBeNull();
  });
});

/** The first pixel's colour once libvips has applied a profile to pixels of one colour. */
async function shown(colour: readonly number[], profile: Buffer): Promise<number[]> {
  const channels = colour.length as 1 | 3;
  const pixels = Buffer.from(Array.from({ length: 64 }, () => colour).flat());
  const image = sharp(pixels, { raw: { width: 8, height: 8, channels } });
  const data = Buffer.concat([Buffer.from("described\0\0"), deflateSync(profile)]);
  const bytes = await withChunks(channels === 1 ? image.toColourspace("b-w") : image, ["iCCP", data]);
  return [...(await sharp(bytes).toColourspace("srgb").raw().toBuffer()).subarray(0, 3)];
}

const srgbCurve = (light: number): number => (light <= 0.003_130_8 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

describe("a profile that is made of a description", () => {
  const near = (actual: readonly number[], expected: readonly number[], tolerance = 1): void =>
    actual.forEach((value, at) => {
      expect(Math.abs(value - (expected[at] ?? 0)), `${actual} for ${expected}`).toBeLessThanOrEqual(tolerance);
    });

  test("of sRGB changes nothing", async () => {
    const profile = iccProfile({ ...srgbPrimaries, transfer: { kind: "srgb" } }, false);
    for (const colour of [
      [200, 100, 50],
      [0, 0, 0],
      [255, 255, 255],
      [12, 240, 128],
    ])
      near(await shown(colour, profile), colour);
  });

  test.each([1, 1.8, 2.6])("of a gamma of %f gives the light that it means, in colour and in grey", async (gamma) => {
    const description = { ...srgbPrimaries, transfer: { kind: "gamma", gamma } } as const;
    for (const value of [10, 64, 128, 220]) {
      const expected = Math.round(255 * srgbCurve((value / 255) ** gamma));
      near(await shown([value, value, value], iccProfile(description, false)), [expected, expected, expected], 2);
      near(await shown([value], iccProfile(description, true)), [expected, expected, expected], 2);
    }
  });

  test("of Display P3 gives the colours of the system's own Display P3", async () => {
    const profile = iccProfile(fromCodePoints(12, 13), false);
    for (const colour of [
      [200, 100, 50],
      [90, 140, 100],
      [250, 240, 230],
    ]) {
      const pixels = Buffer.from(Array.from({ length: 64 }, () => colour).flat());
      // From sRGB to P3 by libvips's own profile, and back by ours.
      const p3 = await sharp(pixels, { raw: { width: 8, height: 8, channels: 3 } })
        .withIccProfile("p3")
        .png()
        .toBuffer();
      const stored = [...(await sharp(p3, { ignoreIcc: true }).raw().toBuffer()).subarray(0, 3)];
      near(await shown(stored, profile), colour, 2);
    }
  });

  test("of HDR shows its reference white as white, and what is darker as dark as it is", async () => {
    // 203 cd/m² is a PQ signal of 0.5807 and, by definition, an HLG signal of 0.75.
    near(await shown([148, 148, 148], iccProfile(fromCodePoints(1, 16), false)), [254, 254, 254], 2);
    near(await shown([191, 191, 191], iccProfile(fromCodePoints(1, 18), false)), [254, 254, 254], 2);
    near(await shown([255, 255, 255], iccProfile(fromCodePoints(1, 16), false)), [255, 255, 255]);
    const [dark = 255] = await shown([64, 64, 64], iccProfile(fromCodePoints(1, 16), false));
    expect(dark).toBeLessThan(80);
  });
});
