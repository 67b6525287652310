import type { FileHandle } from "node:fs/promises";

/** A box of an ISO media file (ISO/IEC 14496-12, clause 4.2) inside some bytes. */
export interface Box {
  readonly type: string;
  readonly from: number;
  /** Where its content begins, behind size and type. */
  readonly content: number;
  readonly to: number;
}

/** Most boxes looked at in a row: real files have a handful, and one of a million tiny ones is made to hold us up. */
const maxBoxes = 4096;

/** The same where boxes are to be written again: none of them may be lost. */
const maxPlainBoxes = 10_000;

/** Largest box that is read whole, in bytes: the meta box of a picture of a thousand tiles has a tenth of it. */
const maxBoxBytes = 1 << 22;

/** The boxes that lie in a part of some bytes, at most so many. Ends where they stop to make sense. */
export function boxesIn(bytes: Buffer, from: number, to: number, most = maxBoxes): readonly Box[] {
  const boxes: Box[] = [];
  let position = from;
  while (position + 8 <= to && boxes.length < most) {
    const head = boxHead(bytes.subarray(position, position + 16));
    const next = head.bytes === 0 ? to : position + head.bytes;
    if (next > to || head.bytes === 1 || (head.bytes > 0 && head.bytes < head.headBytes)) break;
    boxes.push({ type: head.type, from: position, content: position + head.headBytes, to: next });
    position = next;
  }
  return boxes;
}

/** The boxes that fill a part of some bytes, each with its size in 32 bits; null where it is not so. */
export function plainBoxesIn(bytes: Buffer, from: number, to: number): readonly Box[] | null {
  const boxes = boxesIn(bytes, from, to, maxPlainBoxes);
  const isFilled = from >= to || boxes.at(-1)?.to === to;
  return isFilled && boxes.every((box) => bytes.readUInt32BE(box.from) === box.to - box.from) ? boxes : null;
}

/** The content of a file's first box of a type, of those on the outside; null without one, or where it is too large. */
export async function outerBox(handle: FileHandle, type: string): Promise<Buffer | null> {
  const { size } = await handle.stat();
  let position = 0;
  for (let count = 0; count < maxBoxes && position + 8 <= size; count++) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, position);
    const head = boxHead(buffer.subarray(0, bytesRead));
    const bytes = head.bytes === 0 ? size - position : head.bytes;
    if (bytes < head.headBytes) return null;
    if (head.type === type) return content(handle, position + head.headBytes, bytes - head.headBytes);
    position += bytes;
  }
  return null;
}

async function content(handle: FileHandle, position: number, bytes: number): Promise<Buffer | null> {
  if (bytes > maxBoxBytes) return null;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, position);
  return buffer.subarray(0, bytesRead);
}

/** A length of 0 reaches to the end of what it lies in; one of 1 stands after the type, in eight bytes. */
function boxHead(bytes: Buffer): { type: string; bytes: number; headBytes: number } {
  const type = bytes.toString("latin1", 4, 8);
  const short = bytes.readUInt32BE(0);
  if (short !== 1 || bytes.length < 16) return { type, bytes: short, headBytes: 8 };
  return { type, bytes: Number(bytes.readBigUInt64BE(8)), headBytes: 16 };
}
