import { crc32 } from "node:zlib";

/** One frame of an animated PNG: a whole PNG of the same kind as the first one, and how it is shown. */
export interface ApngFrame {
  readonly png: Buffer;
  readonly x?: number;
  readonly y?: number;
  /** Milliseconds. */
  readonly delay?: number;
  /** 0 leave it, 1 clear its place, 2 put back what was there. */
  readonly dispose?: 0 | 1 | 2;
  /** 0 in the place of what was there, 1 over it. */
  readonly blend?: 0 | 1;
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/**
 * An animated PNG of frames, the first as large as the canvas; what its file says besides its pixels stands for all of them. A `still`
 * is shown by readers that know no animation, and by no other.
 */
export function apng(frames: readonly ApngFrame[], { plays = 0, still }: { plays?: number; still?: Buffer } = {}): Buffer {
  const [first = { png: Buffer.alloc(0) }] = frames;
  const [header = { type: "IHDR", data: Buffer.alloc(0) }, ...others] = chunksOf(still ?? first.png);
  const said = others.filter(({ type }) => type !== "IDAT" && type !== "IEND");
  let sequence = 0;
  const body = frames.flatMap((frame, index) => {
    const control = chunk("fcTL", frameControl(sequence++, frame));
    const pixels = pixelsOf(frame.png);
    if (index === 0 && still === undefined) return [control, chunk("IDAT", pixels)];
    return [control, chunk("fdAT", Buffer.concat([number(sequence++), pixels]))];
  });
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header.data),
    ...said.map(({ type, data }) => chunk(type, data)),
    chunk("acTL", Buffer.concat([number(frames.length), number(plays)])),
    ...(still === undefined ? [] : [chunk("IDAT", pixelsOf(still))]),
    ...body,
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function frameControl(sequence: number, { png, x = 0, y = 0, delay = 100, dispose = 0, blend = 0 }: ApngFrame): Buffer {
  const [header] = chunksOf(png);
  const timing = Buffer.alloc(6);
  timing.writeUInt16BE(delay, 0);
  timing.writeUInt16BE(1000, 2);
  timing.set([dispose, blend], 4);
  return Buffer.concat([number(sequence), header?.data.subarray(0, 8) ?? Buffer.alloc(8), number(x), number(y), timing]);
}

const pixelsOf = (png: Buffer): Buffer =>
  Buffer.concat(chunksOf(png).flatMap(({ type, data }) => (type === "IDAT" ? [data] : [])));

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([number(data.length), typed, number(crc32(typed))]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
