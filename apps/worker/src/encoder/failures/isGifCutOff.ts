import type { FileHandle } from "node:fs/promises";

/** Bytes read from the file at once. */
const windowBytes = 65_536;

const blockIntroducers = { extension: 0x21, image: 0x2c, trailer: 0x3b } as const;

/**
 * Whether a GIF ends in the middle of a block. The decoder would drop the last frames of such an animation, or leave one half drawn,
 * and say nothing. A file that only lacks its trailer is whole; anything else that is wrong is left to the decoder.
 */
export async function isGifCutOff(handle: FileHandle): Promise<boolean> {
  const file = new Reader(handle);
  let position = await afterScreen(file);
  for (;;) {
    const introducer = await file.byte(position);
    if (introducer === blockIntroducers.extension) position = await afterSubBlocks(file, position + 2);
    else if (introducer === blockIntroducers.image) position = await afterImage(file, position + 1);
    else return introducer === null && (await file.byte(position - 1)) === null;
  }
}

/** Past signature, screen descriptor and global colour table. */
const afterScreen = async (file: Reader): Promise<number> => 13 + colourTableBytes(await file.byte(10));

async function afterImage(file: Reader, descriptor: number): Promise<number> {
  const codeSize = descriptor + 9 + colourTableBytes(await file.byte(descriptor + 8));
  return afterSubBlocks(file, codeSize + 1);
}

async function afterSubBlocks(file: Reader, start: number): Promise<number> {
  let position = start;
  for (;;) {
    const length = await file.byte(position);
    // One past the byte that is missing, so that the end is seen to lie inside a block.
    if (length === null) return position + 1;
    position += 1 + length;
    if (length === 0) return position;
  }
}

const colourTableBytes = (flags: number | null): number => (flags !== null && flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

/** Bytes of a file by position, read a window at a time. */
class Reader {
  readonly #handle: FileHandle;
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Null past the end. */
  async byte(position: number): Promise<number | null> {
    if (position < this.#start || position >= this.#start + this.#window.length) await this.#read(position);
    return this.#window[position - this.#start] ?? null;
  }

  async #read(position: number): Promise<void> {
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(windowBytes), 0, windowBytes, position);
    this.#window = buffer.subarray(0, bytesRead);
    this.#start = position;
  }
}
