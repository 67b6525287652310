/** A segment of a JPEG: its mark, its length and what it holds. */
function segment(code: number, data: readonly number[]): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, Buffer.from(data)]);
}

const begin = Buffer.from([0xff, 0xd8]);
const end = Buffer.from([0xff, 0xd9]);

const quantization = segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]);

/** A frame of one grey component: baseline (0xc0) or progressive (0xc2). */
const frame = (code: 0xc0 | 0xc2, side: number): Buffer =>
  segment(code, [8, side >> 8, side & 0xff, side >> 8, side & 0xff, 1, 1, 0x11, 0]);

/** A Huffman table of a single code, the bit 0. */
const huffman = (id: number, symbol: number): Buffer => segment(0xc4, [id, 1, ...Array.from({ length: 15 }, () => 0), symbol]);

/** A scan of the component over coefficients `from` to `to`. */
const scan = (from: number, to: number): Buffer => segment(0xda, [1, 1, 0, from, to, 0]);

/** A JPEG whose header tells of `side` × `side` pixels, and that holds next to none. */
export const hugeHeader = (side: number): Buffer =>
  Buffer.concat([begin, quantization, frame(0xc0, side), huffman(0, 0), huffman(0x10, 0), scan(0, 63), Buffer.from([0x3f]), end]);

/** The symbol of a run of blocks without coefficients, 2^14 of them and as many more as the 14 bits after it say. */
const longRun = 0xe0;
const blocksOfRun = 2 ** 15 - 1;
const bitsOfRun = 15;

/**
 * A progressive JPEG of `side` × `side` pixels in so many scans: each is a few bytes long and has a decoder go through every block of the
 * picture again.
 */
export function manyScans(side: number, scans: number): Buffer {
  const blocks = Math.ceil(side / 8) ** 2;
  const first = [scan(0, 0), zeroBits(blocks)];
  const again = Buffer.concat([scan(1, 63), runs(Math.ceil(blocks / blocksOfRun))]);
  return Buffer.concat([
    begin,
    quantization,
    frame(0xc2, side),
    huffman(0, 0),
    huffman(0x10, longRun),
    ...first,
    ...Array.from({ length: scans }, () => again),
    end,
  ]);
}

/** So many bits 0, and 1 up to the end of their last byte. */
const zeroBits = (count: number): Buffer => packed("0".repeat(count));

/** Runs, each as long as it can be: the code and fourteen times 1. */
const runs = (count: number): Buffer => packed(`0${"1".repeat(bitsOfRun - 1)}`.repeat(count));

/** Bits as bytes; after a byte 0xff comes one of 0, or it would be a mark. */
function packed(bits: string): Buffer {
  const bytes = (bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, "1"), 2));
  return Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])));
}
