/** One value, or list of values, of a directory. */
export interface TiffEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where the entry itself lies. */
  readonly at: number;
  /** Where its value lies: in the entry where it is short, else elsewhere. */
  readonly value: number;
  readonly bytes: number;
}

/** Bytes of a value by its type, 1–12: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf, page 15. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const entryBytes = 12;
/** Most entries of a directory that are looked at. Cameras write under a hundred. */
const maxEntries = 1000;

export const tiffType = { byte: 1, ascii: 2, short: 3, long: 4, undefined: 7 } as const;

/** Directories and values of a TIFF block, as EXIF is one. Whatever lies outside the block does not exist. */
export class TiffBlock {
  readonly buffer: Buffer;
  readonly littleEndian: boolean;

  private constructor(buffer: Buffer, littleEndian: boolean) {
    this.buffer = buffer;
    this.littleEndian = littleEndian;
  }

  /** Null where the bytes don't begin like a TIFF. */
  static of(buffer: Buffer): TiffBlock | null {
    const mark = buffer.toString("latin1", 0, 4);
    if (buffer.length < 8 || (mark !== "II*\0" && mark !== "MM\0*")) return null;
    return new TiffBlock(buffer, mark === "II*\0");
  }

  /** Offset of the first directory. */
  get first(): number {
    return this.u32(4);
  }

  /** The entries of a directory that lie in the block with their values; none where the directory does not. */
  entries(directory: number): readonly TiffEntry[] {
    const count = Math.min(this.#count(directory), maxEntries);
    return Array.from({ length: count }, (_, index) => this.#entry(directory + 2 + index * entryBytes)).filter(
      (entry) => entry !== null,
    );
  }

  entry(directory: number, tag: number): TiffEntry | null {
    return this.entries(directory).find((each) => each.tag === tag) ?? null;
  }

  /** Where the offset of the directory after this one is noted; null where the directory does not lie in the block. */
  nextAt(directory: number): number | null {
    const at = directory + 2 + this.#count(directory) * entryBytes;
    return directory >= 8 && at + 4 <= this.buffer.length ? at : null;
  }

  /** A whole number of a directory; null where there is none under that tag. */
  number(directory: number, tag: number): number | null {
    const entry = this.entry(directory, tag);
    if (entry === null || entry.count !== 1) return null;
    if (entry.type === tiffType.short) return this.u16(entry.value);
    return entry.type === tiffType.long ? this.u32(entry.value) : null;
  }

  /** Text of a directory, up to its end mark, in UTF-8; null where there is none. */
  text(directory: number, tag: number): string | null {
    const entry = this.entry(directory, tag);
    if (entry === null || entry.type !== tiffType.ascii) return null;
    const text = this.buffer.toString("utf8", entry.value, entry.value + entry.bytes);
    return text.split("\0")[0]?.trim() || null;
  }

  u16(at: number): number {
    if (at + 2 > this.buffer.length) return 0;
    return this.littleEndian ? this.buffer.readUInt16LE(at) : this.buffer.readUInt16BE(at);
  }

  u32(at: number): number {
    if (at + 4 > this.buffer.length) return 0;
    return this.littleEndian ? this.buffer.readUInt32LE(at) : this.buffer.readUInt32BE(at);
  }

  write16(at: number, value: number): void {
    this.littleEndian ? this.buffer.writeUInt16LE(value, at) : this.buffer.writeUInt16BE(value, at);
  }

  write32(at: number, value: number): void {
    this.littleEndian ? this.buffer.writeUInt32LE(value, at) : this.buffer.writeUInt32BE(value, at);
  }

  #count(directory: number): number {
    return directory >= 8 && directory + 2 <= this.buffer.length ? this.u16(directory) : 0;
  }

  #entry(at: number): TiffEntry | null {
    if (at + entryBytes > this.buffer.length) return null;
    const [type, count] = [this.u16(at + 2), this.u32(at + 4)];
    const bytes = (typeBytes[type] ?? 0) * count;
    const value = bytes <= 4 ? at + 8 : this.u32(at + 8);
    if (bytes === 0 || value + bytes > this.buffer.length) return null;
    return { tag: this.u16(at), type, count, at, value, bytes };
  }
}
