import { type FileHandle, open } from "node:fs/promises";

/** Bytes read from the file at once. */
const windowBytes = 65_536;

/** Bytes of a file by position, read a window at a time, so that headers can be walked without the file in memory. */
export class FileView {
  readonly size: number;
  readonly #handle: FileHandle;
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
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
    const { bytesRead } = await this.#handle.read(copied, 0, copied.length, from);
    return bytesRead === copied.length ? copied : null;
  }

  /** Position of the next byte of this value; null where there is none. */
  async find(value: number, from: number): Promise<number | null> {
    for (let at = from; ; ) {
      const rest = await this.#windowAt(at, 1);
      if (rest.length === 0) return null;
      const found = rest.indexOf(value);
      if (found >= 0) return at + found;
      at += rest.length;
    }
  }

  /** All of the window from a position on, at least `length` bytes of it unless the file ends before. */
  async #windowAt(position: number, length: number): Promise<Buffer> {
    const inside = position >= this.#start && position + length <= this.#start + this.#window.length;
    if (!inside) await this.#read(position);
    return this.#window.subarray(position - this.#start);
  }

  async #read(position: number): Promise<void> {
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(windowBytes), 0, windowBytes, position);
    this.#window = buffer.subarray(0, bytesRead);
    this.#start = position;
  }
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
