import type { FileView } from "../fileView.ts";

/** A value of a directory of a TIFF file. */
export interface TiffValue {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly data: Buffer;
}

/** One picture's directory. */
export interface TiffDirectory {
  readonly values: readonly TiffValue[];
  /** Offset of the next one; 0 behind the last. */
  readonly next: number;
}

export const tiffTag = {
  compression: 259,
  stripOffsets: 273,
  stripBytes: 279,
  artist: 315,
  tileOffsets: 324,
  tileBytes: 325,
  xmp: 700,
  copyright: 33432,
  iptc: 33723,
  icc: 34675,
} as const;

/** Bytes of a value by its type: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf, page 15. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const entryBytes = 12;
/** Most entries of a directory: more don't fit into one look at the file. */
const maxEntries = 4000;
/** Most bytes of one value. A list of strips of a huge picture has some megabytes. */
const maxValueBytes = 8_000_000;

/** Byte order and offset of the first directory; null where it is no classic TIFF. */
export async function tiffHeader(view: FileView): Promise<{ readonly littleEndian: boolean; readonly first: number } | null> {
  const head = await view.bytes(0, 8);
  const mark = head.toString("latin1", 0, 4);
  if (head.length < 8 || (mark !== "II*\0" && mark !== "MM\0*")) return null;
  const littleEndian = mark === "II*\0";
  return { littleEndian, first: littleEndian ? head.readUInt32LE(4) : head.readUInt32BE(4) };
}

/** A directory with those of its values that are wanted; null where it reaches beyond the file. */
export async function readDirectory(
  view: FileView,
  littleEndian: boolean,
  offset: number,
  isWanted: (tag: number) => boolean,
): Promise<TiffDirectory | null> {
  const u16 = (buffer: Buffer, at: number) => (littleEndian ? buffer.readUInt16LE(at) : buffer.readUInt16BE(at));
  const u32 = (buffer: Buffer, at: number) => (littleEndian ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at));
  const start = await view.bytes(offset, 2);
  const count = start.length < 2 || offset < 8 ? 0 : u16(start, 0);
  if (count === 0 || count > maxEntries) return null;
  const entries = await view.copy(offset + 2, offset + 2 + count * entryBytes + 4, maxEntries * entryBytes + 4);
  if (entries === null) return null;
  const values: TiffValue[] = [];
  for (let at = 0; at < count * entryBytes; at += entryBytes) {
    const tag = u16(entries, at);
    if (!isWanted(tag)) continue;
    const [type, items] = [u16(entries, at + 2), u32(entries, at + 4)];
    const bytes = (typeBytes[type] ?? 0) * items;
    const from = u32(entries, at + 8);
    const data =
      bytes <= 4 ? Buffer.from(entries.subarray(at + 8, at + 8 + bytes)) : await view.copy(from, from + bytes, maxValueBytes);
    if (data === null || bytes === 0) return null;
    values.push({ tag, type, count: items, data });
  }
  return { values, next: u32(entries, count * entryBytes) };
}

/** The whole numbers of a value of type short or long; null of any other. */
export function numbersOf({ type, count, data }: TiffValue, littleEndian: boolean): readonly number[] | null {
  if (type !== 3 && type !== 4) return null;
  return Array.from({ length: count }, (_, index) => {
    if (type === 3) return littleEndian ? data.readUInt16LE(index * 2) : data.readUInt16BE(index * 2);
    return littleEndian ? data.readUInt32LE(index * 4) : data.readUInt32BE(index * 4);
  });
}

/** What the first directory of a TIFF itself says of who made it and whose it is, and whether it leads to EXIF's own directories. */
export interface TiffWords {
  readonly artist: string | null;
  readonly copyright: string | null;
  readonly hasExif: boolean;
}

/** Directories of EXIF and of the place. */
const exifTags: readonly number[] = [34_665, 34_853];

export async function tiffWords(view: FileView): Promise<TiffWords> {
  const header = await tiffHeader(view);
  const wanted: readonly number[] = [tiffTag.artist, tiffTag.copyright, ...exifTags];
  const directory = header && (await readDirectory(view, header.littleEndian, header.first, (tag) => wanted.includes(tag)));
  const text = (tag: number): string | null => {
    const data = directory?.values.find((value) => value.tag === tag && value.type === 2)?.data;
    return data?.toString("utf8").split("\0")[0]?.trim() || null;
  };
  const hasExif = directory?.values.some(({ tag }) => exifTags.includes(tag)) ?? false;
  return { artist: text(tiffTag.artist), copyright: text(tiffTag.copyright), hasExif };
}
