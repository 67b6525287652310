import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "../setUpSharp.ts";
import { makeTestDesk, type TestDesk } from "../testing/desk.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

const size = { width: 24, height: 16 } as const;
const pixels = size.width * size.height;

/** An image of one colour, opaque but for its very last pixel. */
const samples = (colour: readonly number[], opaque: number, lastAlpha: number): number[] =>
  Array.from({ length: pixels }, (_, at) => [...colour, at === pixels - 1 ? lastAlpha : opaque]).flat();

/** 16 bits of four channels, the last pixel's alpha of 0–65,535. */
const deepPng = (lastAlpha: number): Promise<Buffer> =>
  sharp(Uint16Array.from(samples([40_000, 300, 65_535], 65_535, lastAlpha)), { raw: { ...size, channels: 4 } })
    .toColourspace("rgb16")
    .png()
    .toBuffer();

/** Grey and alpha of 8 bits. */
const greyPng = (lastAlpha: number): Promise<Buffer> =>
  sharp(Uint8Array.from(samples([90], 255, lastAlpha)), { raw: { ...size, channels: 2 } })
    .toColourspace("b-w")
    .png()
    .toBuffer();

/** Grey and alpha of 16 bits. */
const deepGreyPng = (lastAlpha: number): Promise<Buffer> =>
  sharp(Uint16Array.from(samples([20_000], 65_535, lastAlpha)), { raw: { ...size, channels: 2 } })
    .toColourspace("grey16")
    .png()
    .toBuffer();

/** A palette of two colours, the second with an alpha of 0–255 that a `tRNS` chunk gives; only the last pixel has it. */
function palettePng(lastAlpha: number): Buffer {
  const header = Buffer.from([0, 0, 0, size.width, 0, 0, 0, size.height, 8, 3, 0, 0, 0]);
  const rows = Buffer.alloc((size.width + 1) * size.height);
  rows[rows.length - 1] = 1;
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from([200, 30, 30, 30, 30, 200])),
    chunk("tRNS", Buffer.from([255, lastAlpha])),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The kinds of alpha that a PNG can have, and what the header has to say so that a kind is what it claims. */
const kinds = [
  { kind: "16 bits of colour", make: deepPng, opaque: 65_535, header: { depth: "ushort", channels: 4 } },
  { kind: "16 bits of grey", make: deepGreyPng, opaque: 65_535, header: { depth: "ushort", channels: 2 } },
  { kind: "8 bits of grey", make: greyPng, opaque: 255, header: { depth: "uchar", channels: 2 } },
  { kind: "a palette", make: palettePng, opaque: 255, header: { isPalette: true, hasAlpha: true } },
] as const;

/**
 * Whether a JPEG of it warns that alpha was laid on white: as the only output, and beside one that shares its decode, of 8 bits a
 * channel or of the source's own depth.
 */
async function warnings(source: Buffer): Promise<readonly boolean[]> {
  const alone = await desk.encode(source, { format: "jpeg" });
  const [shallow] = await desk.encodeAll(source, [{ format: "jpeg" }, { format: "webp" }]);
  const [own] = await desk.encodeAll(source, [{ format: "jpeg" }, { format: "png" }]);
  return [alone, shallow, own].map((encoded) => {
    const result = encoded?.result;
    if (result?.status !== "optimized") throw new Error(JSON.stringify(result));
    return result.warnings.includes("alphaFlattened");
  });
}

describe.each(kinds)("alpha of $kind", ({ make, opaque, header }) => {
  test("is told of where nothing but the very last pixel is transparent, wholly or in part", async () => {
    expect(await sharp(await make(0)).metadata()).toMatchObject({ hasAlpha: true, ...header });
    expect(await warnings(await make(0))).toEqual([true, true, true]);
    expect(await warnings(await make(Math.floor(opaque / 2)))).toEqual([true, true, true]);
  });

  test("that lets nothing through is not worth a word", async () => {
    expect(await sharp(await make(opaque)).metadata()).toMatchObject({ hasAlpha: true, ...header });
    expect(await warnings(await make(opaque))).toEqual([false, false, false]);
  });
});
