import { open } from "node:fs/promises";

/** Bytes read from the file at once. */
const windowBytes = 65_536;

/** What bytes are read from, by position: an open file, or one in memory. */
interface Bytes {
  read(
    target: Buffer<ArrayBuffer>,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number; readonly buffer: Buffer<ArrayBuffer> }>;
}

/** Bytes of a file by position, read a window at a time, so that headers can be walked without the file in memory. */
export class FileView {
  readonly size: number;
  readonly #bytes: Bytes;
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(bytes: Bytes, size: number) {
    this.#bytes = bytes;
    this.size = size;
  }

  /** Null past the end. */
  async byte(position: number): Promise<number | null> {
    return (await this.#windowAt(position, 1))[0] ?? null;
  }

  /** Up to `length` bytes, at most a window; fewer where the file ends. */
  async bytes(position: number, length: number): Promise<Buffer> {
    return (await this.#windowAt(position, length)).subarray(0, length);
  }

  /** A part of the file as a copy; null where it reaches past the end or is longer than `most`. */
  async copy(from: number, to: number, most: number): Promise<Buffer | null> {
    if (from < 0 || to < from || to > this.size || to - from > most) return null;
    const copied = Buffer.alloc(to - from);
    const { bytesRead } = await this.#bytes.read(copied, 0, copied.length, from);
    return bytesRead === copied.length ? copied : null;
  }

  /**
   * Position of the next byte of this value whose follower counts; null where there is none. Waits for a window at most, not for a
   * byte: compressed data has such pairs by the ten thousand.
   */
  async findPair(value: number, from: number, counts: (follower: number) => boolean): Promise<number | null> {
    for (let at = from; ; ) {
      const rest = await this.#windowAt(at, 2);
      if (rest.length < 2) return null;
      const found = pairIn(rest, value, counts);
      if (found !== null) return at + found;
      // The last byte may begin a pair that ends in the next window.
      at += rest.length - 1;
    }
  }

  /** All of the window from a position on, at least `length` bytes of it unless the file ends before. */
  async #windowAt(position: number, length: number): Promise<Buffer> {
    const inside = position >= this.#start && position + length <= this.#start + this.#window.length;
    if (!inside) await this.#read(position);
    return this.#window.subarray(position - this.#start);
  }

  async #read(position: number): Promise<void> {
    const { buffer, bytesRead } = await this.#bytes.read(Buffer.alloc(windowBytes), 0, windowBytes, position);
    this.#window = buffer.subarray(0, bytesRead);
    this.#start = position;
  }
}

function pairIn(bytes: Buffer, value: number, counts: (follower: number) => boolean): number | null {
  for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + 1)) {
    const follower = bytes[at + 1];
    if (follower !== undefined && counts(follower)) return at;
  }
  return null;
}

/** Opens a file for as long as it is looked at. */
export async function viewFile<T>(path: string, look: (view: FileView) => Promise<T>): Promise<T> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    return await look(new FileView(handle, size));
  } finally {
    await handle.close();
  }
}

/** A file that is in memory, as a file is looked at. */
export function viewBytes(file: Uint8Array): FileView {
  const read: Bytes["read"] = async (buffer, offset, length, position) => {
    const part = file.subarray(position, position + length);
    buffer.set(part, offset);
    return { bytesRead: part.length, buffer };
  };
  return new FileView({ read }, file.length);
}
