import { crc32, deflateSync } from "node:zlib";
import { type RawPicture, usedRowBytes } from "./rawPicture.ts";

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** PNG's numbers for channels, by how many there are: https://www.w3.org/TR/png-3/#6Colour-values */
const colourTypes: Readonly<Record<number, number>> = { 1: 0, 2: 4, 3: 2, 4: 6 };

/** Bytes of rows in one chunk, about. */
const chunkBytes = 1 << 20;

/** Most bytes in a block that deflate stores as it is. */
const storedBytes = 65_535;

/**
 * A still picture as a PNG that is not compressed, piece by piece: nothing but a copy of the pixels, which libvips reads like any other
 * PNG, with its profile, EXIF and XMP.
 */
export function* pngFile(picture: RawPicture): Generator<Uint8Array> {
  yield signature;
  yield chunk("IHDR", header(picture));
  if (picture.icc !== null) yield chunk("iCCP", Buffer.concat([Buffer.from("icc\0\0"), deflateSync(picture.icc)]));
  if (picture.exif !== null) yield chunk("eXIf", picture.exif);
  if (picture.xmp !== null) yield chunk("iTXt", Buffer.concat([Buffer.from("XML:com.adobe.xmp\0\0\0\0\0"), picture.xmp]));
  yield* pixels(picture);
  yield chunk("IEND", Buffer.alloc(0));
}

function header({ width, height, channels, bits }: RawPicture): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([bits, colourTypes[channels] ?? 2], 8);
  return data;
}

function* pixels(picture: RawPicture): Generator<Uint8Array> {
  const rows = Math.max(1, Math.floor(chunkBytes / usedRowBytes(picture)));
  const sum = new Adler32();
  yield chunk("IDAT", Buffer.from([0x78, 0x01]));
  for (let row = 0; row < picture.height; row += rows) {
    const raw = unfilteredRows(picture, row, Math.min(picture.height, row + rows));
    sum.add(raw);
    yield chunk("IDAT", stored(raw));
  }
  yield chunk("IDAT", Buffer.concat([Buffer.from([1, 0, 0, 0xff, 0xff]), sum.bytes()]));
}

/** Rows as PNG has them: each after the number of its filter, none, and 16-bit samples with the high byte first. */
function unfilteredRows(picture: RawPicture, from: number, to: number): Buffer {
  const used = usedRowBytes(picture);
  const raw = Buffer.alloc((used + 1) * (to - from));
  for (let row = from; row < to; row++) {
    const start = (row - from) * (used + 1) + 1;
    raw.set(picture.samples.subarray(row * picture.rowBytes, row * picture.rowBytes + used), start);
    if (picture.bits === 16) raw.subarray(start, start + used).swap16();
  }
  return raw;
}

function stored(raw: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let start = 0; start < raw.length; start += storedBytes) {
    const block = raw.subarray(start, start + storedBytes);
    const head = Buffer.alloc(5);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(block.length ^ 0xffff, 3);
    blocks.push(head, block);
  }
  return Buffer.concat(blocks);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, "latin1");
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}

/** The checksum that ends deflated data: https://www.rfc-editor.org/rfc/rfc1950#section-8.2 */
class Adler32 {
  #low = 1;
  #high = 0;

  add(bytes: Uint8Array): void {
    const modulus = 65_521;
    // So many additions stay below 2^32.
    const step = 5552;
    for (let start = 0; start < bytes.length; start += step) {
      const end = Math.min(bytes.length, start + step);
      for (let at = start; at < end; at++) {
        this.#low += bytes[at] ?? 0;
        this.#high += this.#low;
      }
      this.#low %= modulus;
      this.#high %= modulus;
    }
  }

  bytes(): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt16BE(this.#high, 0);
    bytes.writeUInt16BE(this.#low, 2);
    return bytes;
  }
}
