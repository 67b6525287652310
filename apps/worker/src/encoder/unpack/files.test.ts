import sharp, { type Metadata, type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { pngFile } from "./pngFile.ts";
import type { RawPicture } from "./rawPicture.ts";
import { tiffFile } from "./tiffFile.ts";

const kinds = [1, 2, 3, 4].flatMap((channels) => [8, 16].map((bits) => ({ channels, bits })));

/** Samples that are all different from their neighbours, with a gap after each row. Rows of 30,000 samples do not fit in one block or strip. */
function picture({ channels, bits }: { channels: number; bits: number }, frames = 1, width = 30_000 / channels): RawPicture {
  const height = 5;
  const rowBytes = (width * channels * bits) / 8 + 6 * (frames === 1 ? 1 : 0);
  const samples = Uint8Array.from({ length: rowBytes * height * frames }, (_, index) => (index * 7919) % 251);
  return { width, height, channels, bits, rowBytes, samples, icc: null, exif: null, xmp: null };
}

/** The samples without the gaps. */
const packed = ({ width, channels, bits, rowBytes, samples }: RawPicture): Buffer =>
  Buffer.concat(
    Array.from({ length: samples.length / rowBytes }, (_, row) =>
      samples.subarray(row * rowBytes, row * rowBytes + (width * channels * bits) / 8),
    ),
  );

async function read(file: Buffer, bits: number, pages = 1): Promise<{ data: Buffer; header: Metadata }> {
  const image = sharp(file, { pages, limitInputPixels: false });
  const header = await image.metadata();
  if (header.channels === 2 && bits === 8) return { data: await greyAndAlpha(image), header };
  const data = await image
    .toColourspace(header.space ?? "srgb")
    .raw({ depth: bits === 16 ? "ushort" : "uchar" })
    .toBuffer();
  return { data, header };
}

/** Sharp leaves the alpha out of raw grey pixels of 8 bits. */
async function greyAndAlpha(image: Sharp): Promise<Buffer> {
  const rgba = await image.raw().toBuffer();
  return Buffer.from(rgba.filter((_, index) => index % 4 === 0 || index % 4 === 3));
}

test.each(kinds)("a PNG of %o has the very samples", async (kind) => {
  const raw = picture(kind);
  const { data, header } = await read(Buffer.concat([...pngFile(raw)]), kind.bits);
  expect(header).toMatchObject({ format: "png", width: raw.width, height: 5, channels: kind.channels });
  expect(data.equals(packed(raw))).toBe(true);
});

test.each(kinds)("a TIFF of %o has the very samples of every frame", async (kind) => {
  const raw = picture(kind, 3);
  const { data, header } = await read(Buffer.concat([...tiffFile(raw, 3)]), kind.bits, 3);
  expect(header).toMatchObject({ format: "tiff", width: raw.width, pages: 3, pageHeight: 5, channels: kind.channels });
  expect(data.equals(packed(raw))).toBe(true);
});

test("a frame of an odd number of bytes does not move the next one", async () => {
  const raw = picture({ channels: 3, bits: 8 }, 4, 7);
  const { data } = await read(Buffer.concat([...tiffFile(raw, 4)]), 8, 4);
  expect(data.equals(packed(raw))).toBe(true);
});

describe("what belongs to the pixels", () => {
  const made = () => sharp({ create: { width: 8, height: 8, channels: 3, background: "#808080" } });
  const xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>a picture</x:xmpmeta>";

  async function belongings() {
    const jpeg = await made()
      .withIccProfile("p3")
      .withExif({ IFD0: { Copyright: "someone" } })
      .jpeg()
      .toBuffer();
    const { icc = Buffer.alloc(0), exif = Buffer.alloc(0) } = await sharp(jpeg).metadata();
    return { icc, exif: exif.subarray(6), xmp: Buffer.from(xmp) };
  }

  test("is in a PNG: profile, EXIF and XMP", async () => {
    const own = await belongings();
    const { header } = await read(Buffer.concat([...pngFile({ ...picture({ channels: 3, bits: 8 }), ...own })]), 8);
    expect(header.icc?.equals(own.icc)).toBe(true);
    expect(header.exif?.includes(own.exif)).toBe(true);
    expect(header.xmpAsString).toContain("a picture");
  });

  test("is in a TIFF: profile and XMP", async () => {
    const own = await belongings();
    const { header } = await read(Buffer.concat([...tiffFile({ ...picture({ channels: 3, bits: 8 }, 2), ...own }, 2)]), 8, 2);
    expect(header.icc?.equals(own.icc)).toBe(true);
    expect(header.xmpAsString).toContain("a picture");
  });
});
