import type { Assembly, Carried, Dissection } from "../carried.ts";
import { exifCredits } from "../exif.ts";
import type { FileView } from "../fileView.ts";
import { bytesOf, type Piece, type Range } from "../pieces.ts";
import { numbersOf, readDirectory, type TiffValue, tiffHeader, tiffTag } from "./tiffDirectory.ts";

/** Tags that make the picture: the baseline, tiles, what compression and colour need, and the profile. Places, texts and previews are not. */
const pictureTags: ReadonlySet<number> = new Set([
  ...[
    254, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293, 296,
  ],
  ...[297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334, 336, 338, 339, 340, 341, 347, 529, 530, 531, 532, 34_675],
]);

/** The first kind of JPEG in a TIFF spreads its data over tags of its own. */
const oldJpeg = 6;
const maxDirectories = 10_000;
/** Most strips and tiles of all pages together. */
const maxParts = 1_000_000;

/** One page with where its pixels lie. */
interface Page {
  readonly values: readonly TiffValue[];
  readonly offsetsTag: number;
  readonly parts: readonly Range[];
}

interface TiffFile {
  readonly littleEndian: boolean;
  readonly pages: readonly Page[];
  readonly size: number;
}

/** Takes a TIFF apart; null where it is none of the classic kind, or not built as it should be. It is laid out anew, page by page. */
export async function dissectTiff(view: FileView): Promise<Dissection | null> {
  const header = await tiffHeader(view);
  if (header === null) return null;
  const pages: Page[] = [];
  let foreign = false;
  let parts = 0;
  const isWanted = (tag: number): boolean => {
    foreign ||= !pictureTags.has(tag);
    return pictureTags.has(tag);
  };
  for (let offset = header.first; offset !== 0; ) {
    const directory = await readDirectory(view, header.littleEndian, offset, isWanted);
    const page = directory && pageOf(directory.values, header.littleEndian, view.size);
    parts += page?.parts.length ?? 0;
    if (!directory || !page || pages.length === maxDirectories || parts > maxParts) return null;
    pages.push(page);
    offset = directory.next;
  }
  const pixels = pages.flatMap((page) => page.parts);
  // Parts that several pages share would make a small file a huge one.
  if (bytesOf(pixels) > view.size) return null;
  const file = { littleEndian: header.littleEndian, pages, size: view.size };
  return { bare: !foreign, assemble: (carried) => assemble(file, carried) };
}

function pageOf(values: readonly TiffValue[], littleEndian: boolean, size: number): Page | null {
  const numbers = (tag: number): readonly number[] | null => {
    const value = values.find((each) => each.tag === tag);
    return value === undefined ? null : numbersOf(value, littleEndian);
  };
  const offsetsTag = numbers(tiffTag.tileOffsets) === null ? tiffTag.stripOffsets : tiffTag.tileOffsets;
  const offsets = numbers(offsetsTag);
  const lengths = numbers(offsetsTag === tiffTag.tileOffsets ? tiffTag.tileBytes : tiffTag.stripBytes);
  if (offsets === null || offsets.length !== lengths?.length || numbers(tiffTag.compression)?.[0] === oldJpeg) return null;
  const parts = offsets.map((from, index) => ({ from, to: from + (lengths[index] ?? 0) }));
  return parts.every(({ to }) => to <= size) ? { values, offsetsTag, parts } : null;
}

/** A TIFF notes artist and copyright itself; no more of EXIF is written. */
function assemble({ littleEndian, pages }: TiffFile, { exif, xmp, iptc }: Carried): Assembly {
  const { artist, copyright } = exif === null ? { artist: null, copyright: null } : exifCredits(exif);
  const added = [
    text(tiffTag.artist, artist),
    xmp && { tag: tiffTag.xmp, type: 1, count: xmp.length, data: xmp },
    text(tiffTag.copyright, copyright),
    iptc && { tag: tiffTag.iptc, type: 7, count: iptc.length, data: iptc },
  ].filter((value) => value !== null);
  const write = new TiffLayout(littleEndian);
  for (const [index, page] of pages.entries()) write.page(page, index === 0 ? added : [], index === pages.length - 1);
  return { pieces: write.pieces, lost: false };
}

const text = (tag: number, value: string | null): TiffValue | null => {
  if (value === null) return null;
  const data = Buffer.from(`${value}\0`);
  return { tag, type: 2, count: data.length, data };
};

/** Lays a TIFF out: header, then for each page its directory, its longer values and its pixels. */
class TiffLayout {
  readonly pieces: Piece[];
  readonly #littleEndian: boolean;
  #at = 8;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
    this.pieces = [Buffer.concat([Buffer.from(littleEndian ? "II*\0" : "MM\0*", "latin1"), this.#u32(8)])];
  }

  page({ values, offsetsTag, parts }: Page, added: readonly TiffValue[], isLast: boolean): void {
    const all = [...values.filter(({ tag }) => tag !== offsetsTag), ...added];
    const valuesAt = this.#at + 2 + (all.length + 1) * 12 + 4;
    const offsets = { tag: offsetsTag, type: 4, count: parts.length, data: Buffer.alloc(parts.length * 4) };
    const entries = [...all, offsets].toSorted((a, b) => a.tag - b.tag);
    const longer = entries.filter(({ data }) => data.length > 4);
    let pixelsAt = valuesAt + longer.reduce((sum, { data }) => sum + even(data.length), 0);
    for (const [index, { from, to }] of parts.entries()) {
      this.#u32(pixelsAt).copy(offsets.data, index * 4);
      pixelsAt += to - from;
    }
    const end = even(pixelsAt);
    this.pieces.push(
      this.#directory(entries, valuesAt, isLast ? 0 : end),
      ...longer.map(({ data }) => padded(data)),
      ...parts,
      Buffer.alloc(end - pixelsAt),
    );
    this.#at = end;
  }

  #directory(entries: readonly TiffValue[], valuesAt: number, next: number): Buffer {
    let free = valuesAt;
    const rows = entries.map(({ tag, type, count, data }) => {
      const inside = data.length <= 4;
      const row = Buffer.concat([
        this.#u16(tag),
        this.#u16(type),
        this.#u32(count),
        inside ? Buffer.concat([data, Buffer.alloc(4 - data.length)]) : this.#u32(free),
      ]);
      if (!inside) free += even(data.length);
      return row;
    });
    return Buffer.concat([this.#u16(entries.length), ...rows, this.#u32(next)]);
  }

  #u16(value: number): Buffer {
    const bytes = Buffer.alloc(2);
    this.#littleEndian ? bytes.writeUInt16LE(value) : bytes.writeUInt16BE(value);
    return bytes;
  }

  #u32(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    this.#littleEndian ? bytes.writeUInt32LE(value) : bytes.writeUInt32BE(value);
    return bytes;
  }
}

const even = (bytes: number): number => bytes + (bytes % 2);

const padded = (data: Buffer): Buffer => (data.length % 2 === 0 ? data : Buffer.concat([data, Buffer.alloc(1)]));
