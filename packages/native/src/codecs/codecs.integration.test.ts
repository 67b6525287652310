import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { crc32, deflateSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { addonNative, requireAddon } from "../addon.ts";
import { DIST_FOLDER } from "../buildOutcome.ts";
import { portable } from "../portable.ts";
import { whyNoAddon } from "../testing/toolchain.ts";
import type { Codecs, Pixels } from "./codecs.ts";

const missing = whyNoAddon();
if (missing !== null) console.warn(`Skipped: the codecs' tests, since the addon can't be built here (${missing}).`);

it("the portable implementation has no codecs", () => expect(portable.codecs).toBeNull());

describe.skipIf(missing !== null)("the addon's codecs", () => {
  let codecs: Codecs;
  beforeAll(() => {
    const { file } = JSON.parse(readFileSync(join(DIST_FOLDER, "build.json"), "utf8")) as { file: string };
    const built = addonNative(requireAddon(join(DIST_FOLDER, file))).codecs;
    if (built === null) throw new Error("the addon has no codecs");
    codecs = built;
  });

  it("a picture scores 100 against itself, and less the coarser it gets", async () => {
    const reference = await codecs.openReference(ramps());
    expect(await reference.score(ramps())).toBe(100);
    const [fine, coarse] = await Promise.all([reference.score(ramps(4)), reference.score(ramps(32))]);
    expect(fine).toBeLessThan(100);
    expect(coarse).toBeLessThan(fine - 10);
  });

  it("pixels that do not fit their size, or the reference's, are refused", async () => {
    const { data } = ramps();
    await expect(codecs.openReference({ data, width: 64, height: 65 })).rejects.toThrow(RangeError);
    await expect(codecs.openReference({ data: new Uint8Array(), width: 0, height: 0 })).rejects.toThrow(RangeError);
    const reference = await codecs.openReference(ramps());
    await expect(reference.score({ data, width: 32, height: 128 })).rejects.toThrow("differs in size");
  });

  it("a PNG gets smaller, and loses its text only where metadata is not kept", async () => {
    const png = greyPng(64, 64);
    const [without, kept] = await Promise.all(
      [false, true].map((keepMetadata) => codecs.optimizePng(png, { effort: "fast", keepMetadata })),
    );
    expect(kept?.length).toBeLessThan(png.length);
    expect(Buffer.from(kept ?? []).includes("Author")).toBe(true);
    expect(Buffer.from(without ?? []).includes("Author")).toBe(false);
  });

  it("a JPEG is repacked, and loses its comment only where metadata is not kept", async () => {
    const kept = Buffer.from(await codecs.repackJpeg(flatJpeg(), { keepMetadata: true }));
    const without = Buffer.from(await codecs.repackJpeg(flatJpeg(), { keepMetadata: false }));
    expect([kept.includes("a comment"), without.includes("a comment")]).toEqual([true, false]);
    expect(without.subarray(0, 2).toString("hex")).toBe("ffd8");
  });

  it("a failure is an error with its reason", async () => {
    const failure = (reason: string) => ({ name: "CodecError", reason, message: expect.any(String) });
    await expect(codecs.repackJpeg(flatJpeg().subarray(0, 100), { keepMetadata: true })).rejects.toMatchObject(
      failure("corrupt"),
    );
    const arithmetic = flatJpeg();
    arithmetic[arithmetic.indexOf(Buffer.from([0xff, 0xc0])) + 1] = 0xc9;
    await expect(codecs.repackJpeg(arithmetic, { keepMetadata: true })).rejects.toMatchObject(failure("unsupported"));
    const huge = Buffer.from(greyPng(64, 64, [0xff, 0xff]));
    await expect(codecs.optimizePng(huge, { effort: "fast", keepMetadata: true })).rejects.toMatchObject(failure("tooLarge"));
  });

  it("the event loop turns while it works", async () => {
    let working = true;
    const work = codecs.optimizePng(greyPng(512, 512), { effort: "balanced", keepMetadata: false }).finally(() => {
      working = false;
    });
    let turns = 0;
    for (; working; turns++) await setImmediate();
    await work;
    expect(turns).toBeGreaterThan(10);
  });
});

/** A picture of 64 by 64 with a slope in each colour, each value a multiple of `step`. */
function ramps(step = 1): Pixels {
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % 64, Math.floor(at / 192)];
    const value = [x * 4, y * 4, (x * y) / 16][at % 3] ?? 0;
    return Math.floor(value / step) * step;
  });
  return { data, width: 64, height: 64 };
}

function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Grey texture in the weakest compression, with a text chunk; `told` in place of the height's upper bytes. */
function greyPng(width: number, height: number, told = [0, 0]): Buffer {
  const rows = Buffer.from(
    Uint8Array.from({ length: height * (width + 1) }, (_, at) => (at % (width + 1) === 0 ? 0 : (at * at) % 61)),
  );
  const header = Buffer.from([0, 0, width >> 8, width & 255, ...told, height >> 8, height & 255, 8, 0, 0, 0, 0]);
  const text = Buffer.from("Author\0someone");
  const chunks = [
    chunk("IHDR", header),
    chunk("tEXt", text),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]);
}

/** Eight by eight pixels of one grey: quantization of ones, and Huffman tables of one code each, "nothing". */
function flatJpeg(): Buffer {
  const segment = (marker: number, data: number[]) => [0xff, marker, 0, data.length + 2, ...data];
  const oneCode = (table: number) => segment(0xc4, [table, 1, ...Array<number>(15).fill(0), 0]);
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xfe, [...Buffer.from("a comment")]),
    ...segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    ...segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
    ...[...oneCode(0x00), ...oneCode(0x10)],
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...[0x3f, 0xff, 0xd9],
  ]);
}
