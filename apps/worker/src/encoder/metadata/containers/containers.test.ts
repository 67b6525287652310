import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImageFormat } from "@pixelmill/core";
import * as fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSameSamples } from "../../testing/colours.ts";
import { animation, grid, gridWithAlpha, pages } from "../../testing/images.ts";
import { type Carried, nothing } from "../carried.ts";
import { exifBlock, exifCredits, writeExif } from "../exif.ts";
import { viewFile } from "../fileView.ts";
import { iptcRecords } from "../iptc.ts";
import { bytesOf, isRange, writePieces } from "../pieces.ts";
import { sourceMetadata } from "../sourceMetadata.ts";
import { credits, iptcBlock, secretsIn, withEverything, xmpPacket } from "../testing/credits.ts";
import { dissectors } from "./containers.ts";

let folder = "";
let source = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pixelmill-containers-"));
  source = join(folder, "source");
});
afterAll(() => rm(folder, { recursive: true }));

/** The file put together anew with this metadata alone; null where it can't be taken apart. */
async function rebuilt(format: ImageFormat, bytes: Uint8Array, carried: Carried = nothing) {
  await writeFile(source, bytes);
  const dissection = await viewFile(source, dissectors[format]);
  if (dissection === null) return null;
  const { pieces, lost } = dissection.assemble(carried);
  const target = join(folder, "target");
  const written = await writePieces(source, pieces, target);
  const file = await readFile(target);
  expect(file.length).toBe(written);
  return { file, lost, bare: dissection.bare };
}

const kinds: readonly (readonly [string, ImageFormat, () => Promise<Buffer>])[] = [
  ["jpeg", "jpeg", () => withEverything(grid().jpeg()).toBuffer()],
  ["progressive jpeg", "jpeg", () => withEverything(grid().jpeg({ mozjpeg: true })).toBuffer()],
  ["png", "png", () => withEverything(grid().png()).toBuffer()],
  ["palette png with a profile", "png", () => withEverything(grid().withIccProfile("p3").png({ palette: true })).toBuffer()],
  ["lossy webp", "webp", () => withEverything(grid().webp()).toBuffer()],
  ["lossless webp with alpha", "webp", () => withEverything(gridWithAlpha(40).webp({ lossless: true })).toBuffer()],
  ["plain webp", "webp", () => grid().webp().toBuffer()],
  ["plain lossless webp", "webp", () => gridWithAlpha(40).webp({ lossless: true }).toBuffer()],
  ["animated webp", "webp", () => animation("webp")],
  ["avif", "avif", () => withEverything(grid().avif({ effort: 0 })).toBuffer()],
  ["avif with alpha", "avif", () => withEverything(gridWithAlpha(40).avif({ effort: 0 })).toBuffer()],
  ["animated gif", "gif", () => animation("gif")],
  ["tiff", "tiff", () => withEverything(grid().tiff({ compression: "lzw" })).toBuffer()],
  ["tiled tiff", "tiff", () => withEverything(grid().tiff({ tile: true, tileWidth: 16, tileHeight: 16 })).toBuffer()],
  ["tiff of two pages", "tiff", pages],
];

const samples = (file: Buffer) => sharp(file, { pages: -1 }).raw().toBuffer();

describe.each(kinds)("a %s", (_, format, make) => {
  test("loses its metadata and nothing else", async () => {
    const bytes = await make();
    const made = await rebuilt(format, bytes);
    if (made === null) throw new Error("not taken apart");
    expect(secretsIn(made.file)).toEqual([]);
    expectSameSamples(await samples(made.file), await samples(bytes));
    const [before, after] = [await sharp(bytes).metadata(), await sharp(made.file).metadata()];
    expect([after.exif, after.xmp, after.iptc, after.comments]).toEqual([undefined, undefined, undefined, undefined]);
    expect([after.hasProfile, after.delay, after.loop]).toEqual([before.hasProfile, before.delay, before.loop]);
    expect(made.file.length).toBeLessThanOrEqual(bytes.length);
  });

  test("is bare without it, and stays the same file", async () => {
    const made = await rebuilt(format, await make());
    const again = await rebuilt(format, made?.file ?? Buffer.alloc(0));
    expect(again?.bare).toBe(true);
    expect(again?.file.equals(made?.file ?? Buffer.alloc(0))).toBe(true);
  });

  test("gets other metadata", async () => {
    const bytes = await make();
    const carried = {
      exif: writeExif(credits),
      xmp: Buffer.from(xmpPacket(1)),
      iptc: format === "jpeg" || format === "tiff" ? iptcBlock() : null,
    };
    const given = format === "gif" ? { ...carried, exif: null } : carried;
    const made = await rebuilt(format, bytes, given);
    if (made === null) throw new Error("not taken apart");
    expect(made.lost).toBe(false);
    expectSameSamples(await samples(made.file), await samples(bytes));
    await writeFile(source, made.file);
    const read = await sourceMetadata(source, { format });
    expect(read.xmp?.equals(given.xmp)).toBe(true);
    if (format === "tiff") expect(read).toMatchObject({ author: credits.artist, copyright: credits.copyright });
    else if (format !== "gif") expect(exifCredits(read.exif ?? Buffer.alloc(0))).toEqual(credits);
    if (given.iptc !== null) expect(read.iptc?.subarray(0, given.iptc.length).equals(given.iptc)).toBe(true);
  });

  test("of which bytes were changed is taken apart inside its bounds, or not at all", { timeout: 60_000 }, async () => {
    const bytes = await make();
    const change = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(change, fc.option(fc.nat(bytes.length)), async (changes, cut) => {
        const broken = Buffer.from(bytes);
        for (const [at, value] of changes) broken[at] = value;
        await writeFile(source, broken.subarray(0, cut ?? broken.length));
        const size = cut ?? broken.length;
        const dissection = await viewFile(source, dissectors[format]);
        if (dissection === null) return;
        const { pieces } = dissection.assemble({ exif: writeExif(credits), xmp: null, iptc: null });
        for (const piece of pieces)
          if (isRange(piece)) expect(piece.from >= 0 && piece.from <= piece.to && piece.to <= size).toBe(true);
        expect(bytesOf(pieces)).toBeLessThan(3 * size + 10_000);
      }),
      { numRuns: 30 },
    );
  });
});

test("what stands behind the end of an image does not stay", async () => {
  for (const [format, image] of [
    ["jpeg", grid().jpeg()],
    ["png", grid().png()],
    ["gif", grid().gif()],
  ] as const) {
    const bytes = await image.toBuffer();
    const made = await rebuilt(format, Buffer.concat([bytes, Buffer.from("SERIAL-4711")]));
    expect(made?.file.equals(bytes)).toBe(true);
    expect(made?.bare).toBe(false);
  }
});

test("comments, thumbnails and unknown segments of a JPEG go, its profile and what Adobe says of its colours stay", async () => {
  const bytes = await grid().withIccProfile("p3").jpeg().toBuffer();
  const segment = (code: number, content: string) => {
    const head = Buffer.from([0xff, code, 0, 0]);
    head.writeUInt16BE(content.length + 2, 2);
    return Buffer.concat([head, Buffer.from(content, "latin1")]);
  };
  const thumbnailed = segment(0xe0, `JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01rgb`);
  const more = [thumbnailed, segment(0xfe, "PLACE-4711"), segment(0xe7, "SERIAL-4711"), segment(0xee, "Adobe\0\x64\0\0\0\0\x01")];
  const rest = bytes.subarray(2);
  const made = await rebuilt("jpeg", Buffer.concat([bytes.subarray(0, 2), ...more, rest]));
  if (made === null) throw new Error("not taken apart");
  expect(secretsIn(made.file)).toEqual([]);
  expect(made.file.includes("Adobe")).toBe(true);
  expect(made.file.includes("rgb\xff", 0, "latin1")).toBe(false);
  expect((await sharp(made.file).metadata()).hasProfile).toBe(true);
});

test("a GIF keeps its loop and loses comments and applications that are none of the picture's", async () => {
  const bytes = await animation("gif");
  const start = bytes.indexOf("NETSCAPE2.0") - 3;
  const comment = Buffer.from("\x21\xfe\x0aPLACE-4711\0", "latin1");
  const application = Buffer.from("\x21\xff\x0bSECRETS 1.0\x0bSERIAL-4711\0", "latin1");
  const made = await rebuilt("gif", Buffer.concat([bytes.subarray(0, start), comment, application, bytes.subarray(start)]));
  expect(made?.file.equals(bytes)).toBe(true);
});

test("EXIF that some decoders leave JPEG's name before is unwrapped", () => {
  const block = Buffer.from("II*\0");
  expect(exifBlock(Buffer.concat([Buffer.from("Exif\0\0"), block])).equals(block)).toBe(true);
  expect(exifBlock(block).equals(block)).toBe(true);
  expect(iptcRecords(Buffer.from("none"))).toBeNull();
});
