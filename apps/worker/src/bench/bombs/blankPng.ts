import { constants, crc32, deflateRawSync } from "node:zlib";

/** What a blank PNG is made of. */
export interface BlankPng {
  readonly width: number;
  readonly height: number;
  /** Bits a pixel, all channels together: 1 is one bit of grey, 32 is RGBA. */
  readonly bits: 1 | 32;
}

const mark = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** Bytes of rows that are compressed at once. What comes out repeats as often as the picture needs it. */
const pieceBytes = 1 << 20;

/** A whole PNG of zeros, a thousandth of its pixels in size: no more than a piece of it is ever in memory. */
export function blankPng({ width, height, bits }: BlankPng): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(bits === 1 ? 1 : 8, 8);
  header.writeUInt8(bits === 1 ? 0 : 6, 9);
  // A row begins with the number of its filter, which is 0 too.
  const bytes = height * (1 + Math.ceil((width * bits) / 8));
  return Buffer.concat([mark, chunk("IHDR", header), chunk("IDAT", deflatedZeros(bytes)), chunk("IEND", Buffer.alloc(0))]);
}

/** A zlib stream of zeros. A flush in full forgets what came before, so that its bytes may follow themselves. */
function deflatedZeros(bytes: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(pieceBytes), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const pieces = Array.from({ length: Math.floor(bytes / pieceBytes) }, () => piece);
  const rest = deflateRawSync(Buffer.alloc(bytes % pieceBytes), { level: 9 });
  return Buffer.concat([Buffer.from([0x78, 0xda]), ...pieces, rest, adlerOfZeros(bytes)]);
}

/** The checksum at the end of a zlib stream (RFC 1950, 2.2): of zeros the first sum stays 1, and the second counts the bytes. */
function adlerOfZeros(bytes: number): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt16BE(bytes % 65_521, 0);
  sum.writeUInt16BE(1, 2);
  return sum;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
