/** A box of an ISO media file inside a buffer: https://www.iso.org/standard/83102.html, clause 4.2. */
export interface Box {
  readonly type: string;
  readonly from: number;
  /** Where its content begins, behind size and type. */
  readonly content: number;
  readonly to: number;
}

/** Most boxes of one parent that are looked at. */
const maxBoxes = 10_000;

/** The boxes that fill a part of a buffer; null where their sizes don't hold together. Sizes beyond 32 bits are not read. */
export function boxesIn(buffer: Buffer, from: number, to: number): readonly Box[] | null {
  const boxes: Box[] = [];
  for (let at = from; at < to; ) {
    if (at + 8 > to || boxes.length === maxBoxes) return null;
    const size = buffer.readUInt32BE(at);
    if (size < 8 || at + size > to) return null;
    boxes.push({ type: buffer.toString("latin1", at + 4, at + 8), from: at, content: at + 8, to: at + size });
    at += size;
  }
  return boxes;
}

/** A box of this content. */
export function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(
    content.reduce((sum, { length }) => sum + length, 8),
    0,
  );
  head.write(type, 4, "latin1");
  return Buffer.concat([head, ...content]);
}

/** A whole number in so many bytes, highest first; 0 bytes stand for 0. */
export const number = (value: number, bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  if (bytes > 0) buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

/** Reads whole numbers of given widths from a buffer, one after another. Reading past the end throws a RangeError. */
export class NumberReader {
  readonly #buffer: Buffer;
  #at: number;

  constructor(buffer: Buffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
  }

  /** `bytes` is 0, which reads nothing and gives 0, or 1–8; beyond 2⁵³ it throws a RangeError. */
  next(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    if (bytes === 0) return 0;
    if (bytes <= 6) return this.#buffer.readUIntBE(at, bytes);
    const value = this.#buffer.readUIntBE(at, bytes - 6) * 2 ** 48 + this.#buffer.readUIntBE(at + bytes - 6, 6);
    if (!Number.isSafeInteger(value)) throw new RangeError("a number beyond 2⁵³");
    return value;
  }
}
