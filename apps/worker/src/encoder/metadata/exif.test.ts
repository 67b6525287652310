import * as fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { grid } from "../testing/images.ts";
import { exifBlock, exifCredits, truthfulExif, writeExif } from "./exif.ts";
import { credits, secretsIn, withEverything } from "./testing/credits.ts";
import { TiffBlock } from "./tiffBlock.ts";

const block = async (orientation: number): Promise<Buffer> => {
  const { exif } = await sharp(await withEverything(grid().jpeg(), orientation).toBuffer()).metadata();
  return exifBlock(exif ?? Buffer.alloc(0));
};

/** A big-endian block: orientation 6 in the picture's directory and in that of its thumbnail, which is four bytes at the end. */
function blockWithThumbnail(): Buffer {
  const bytes = Buffer.alloc(26 + 42 + 4);
  bytes.write("MM\0*", 0, "latin1");
  const entry = (at: number, tag: number, type: number, value: number): void => {
    bytes.writeUInt16BE(tag, at);
    bytes.writeUInt16BE(type, at + 2);
    bytes.writeUInt32BE(1, at + 4);
    if (type === 3) bytes.writeUInt16BE(value, at + 8);
    else bytes.writeUInt32BE(value, at + 8);
  };
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(1, 8);
  entry(10, 0x0112, 3, 6);
  bytes.writeUInt32BE(26, 22);
  bytes.writeUInt16BE(3, 26);
  entry(28, 0x0112, 3, 6);
  entry(40, 0x0201, 4, 68);
  entry(52, 0x0202, 4, 4);
  bytes.write("JPEG", 68, "latin1");
  return bytes;
}

const orientations = (bytes: Buffer | null) => {
  const tiff = bytes && TiffBlock.of(bytes);
  const next = tiff?.nextAt(tiff.first) ?? null;
  return tiff && [tiff.number(tiff.first, 0x0112), next === null ? null : tiff.number(tiff.u32(next), 0x0112)];
};

describe("an EXIF block", () => {
  test("is made true of its picture, everything else where it was", async () => {
    const before = await block(6);
    const after = truthfulExif(before, { width: 70_000, height: 24, keepsThumbnail: false });
    if (after === null) throw new Error("not read");
    expect(after.length).toBe(before.length);
    const tiff = TiffBlock.of(after);
    const details = tiff?.number(tiff.first, 0x8769) ?? 0;
    expect([tiff?.number(details, 0xa002), tiff?.number(details, 0xa003)]).toEqual([70_000, 24]);
    expect(orientations(after)?.[0]).toBe(1);
    expect(exifCredits(after)).toEqual(credits);
    expect(secretsIn(after)).toEqual(secretsIn(before));
  });

  test("keeps a thumbnail that is true, upright, and loses one that is not", () => {
    const picture = { width: 8, height: 8 };
    const kept = truthfulExif(blockWithThumbnail(), { ...picture, keepsThumbnail: true });
    expect(orientations(kept)).toEqual([1, 1]);
    expect(kept?.includes("JPEG")).toBe(true);
    const lost = truthfulExif(blockWithThumbnail(), { ...picture, keepsThumbnail: false });
    expect(orientations(lost)).toEqual([1, null]);
    expect(lost?.includes("JPEG")).toBe(false);
  });

  test("of these fields alone is read again", () => {
    const written = writeExif({ ...credits, orientation: 8 }) ?? Buffer.alloc(0);
    expect(exifCredits(written)).toEqual(credits);
    expect(orientations(written)?.[0]).toBe(8);
    expect(writeExif({ artist: null, copyright: "" })).toBeNull();
    expect(exifCredits(writeExif({ artist: "ab" }) ?? Buffer.alloc(0))).toEqual({ artist: "ab", copyright: null });
  });

  test("that is damaged gives nothing, and does no harm", async () => {
    const whole = await block(6);
    const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 10 });
    fc.assert(
      fc.property(change, fc.nat(whole.length), (changes, cut) => {
        const broken = Buffer.from(whole);
        for (const [at, value] of changes) broken[at] = value;
        const bytes = broken.subarray(0, cut);
        exifCredits(bytes);
        const truthful = truthfulExif(bytes, { width: 5, height: 5, keepsThumbnail: cut % 2 === 0 });
        expect(truthful === null || truthful.length === bytes.length).toBe(true);
      }),
    );
    expect(truthfulExif(Buffer.from("nonsense"), { width: 1, height: 1, keepsThumbnail: true })).toBeNull();
  });
});
