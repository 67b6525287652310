import sharp from "sharp";
import { expect, test } from "vitest";
import { uprightExif } from "./uprightExif.ts";

async function exifOf(orientation: number): Promise<Buffer> {
  const image = sharp({ create: { width: 8, height: 8, channels: 3, background: "#808080" } });
  const { exif = Buffer.alloc(0) } = await sharp(await image.withMetadata({ orientation }).jpeg().toBuffer()).metadata();
  return exif.subarray(6);
}

/** The same as it would be with the high byte first: only what this test reads again. */
function bigEndian(orientation: number): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.write("MM\0*", 0, "latin1");
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(1, 8);
  bytes.writeUInt16BE(0x0112, 10);
  bytes.writeUInt16BE(3, 12);
  bytes.writeUInt32BE(1, 14);
  bytes.writeUInt16BE(orientation, 18);
  return bytes;
}

test("a turned picture's EXIF says that it is upright, and all else stays", async () => {
  const upright = await exifOf(1);
  expect(Buffer.from(uprightExif(await exifOf(6))).equals(upright)).toBe(true);
  expect(Buffer.from(uprightExif(bigEndian(8))).equals(bigEndian(1))).toBe(true);
});

test("EXIF that is cut off or none stays as it is", async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from("II*\0"), (await exifOf(6)).subarray(0, 12), Buffer.from("no EXIF at all")])
    expect(Buffer.from(uprightExif(bytes)).equals(bytes)).toBe(true);
});
