import { TiffBlock, type TiffEntry, tiffType } from "./tiffBlock.ts";

/** Tags that matter here: https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E, section 4.6. */
const tag = {
  imageWidth: 0x0100,
  imageLength: 0x0101,
  orientation: 0x0112,
  artist: 0x013b,
  thumbnail: 0x0201,
  thumbnailBytes: 0x0202,
  copyright: 0x8298,
  exifDirectory: 0x8769,
  pixelXDimension: 0xa002,
  pixelYDimension: 0xa003,
} as const;

const prefix = Buffer.from("Exif\0\0", "latin1");

/** The TIFF block of what decoders give as EXIF, some of which leave JPEG's name before it. */
export const exifBlock = (raw: Buffer): Buffer => (raw.subarray(0, 6).equals(prefix) ? raw.subarray(6) : raw);

/** Who made it and whose it is, by an EXIF block. */
export function exifCredits(block: Buffer): { readonly artist: string | null; readonly copyright: string | null } {
  const tiff = TiffBlock.of(block);
  if (tiff === null) return { artist: null, copyright: null };
  return { artist: tiff.text(tiff.first, tag.artist), copyright: tiff.text(tiff.first, tag.copyright) };
}

/** The picture that an EXIF block is to describe. */
export interface Described {
  readonly width: number;
  readonly height: number;
  /** Whether the block's thumbnail shows the same picture the same way up. */
  readonly keepsThumbnail: boolean;
}

/**
 * An EXIF block made true of an upright picture of a size: orientation 1 wherever one is noted, the pixels' numbers as they are. All
 * else stays where it lies, since makers' notes hold offsets of their own. Null where the block can't be read.
 */
export function truthfulExif(block: Buffer, picture: Described): Buffer | null {
  const tiff = TiffBlock.of(Buffer.from(block));
  if (tiff === null || tiff.entries(tiff.first).length === 0) return null;
  const details = tiff.number(tiff.first, tag.exifDirectory) ?? 0;
  setNumber(tiff, tiff.entry(tiff.first, tag.orientation), 1);
  setNumber(tiff, tiff.entry(tiff.first, tag.imageWidth), picture.width);
  setNumber(tiff, tiff.entry(tiff.first, tag.imageLength), picture.height);
  setNumber(tiff, tiff.entry(details, tag.pixelXDimension), picture.width);
  setNumber(tiff, tiff.entry(details, tag.pixelYDimension), picture.height);
  tidyThumbnail(tiff, picture.keepsThumbnail);
  return tiff.buffer;
}

function setNumber(tiff: TiffBlock, entry: TiffEntry | null, value: number): void {
  if (entry === null || entry.count !== 1 || (entry.type !== tiffType.short && entry.type !== tiffType.long)) return;
  if (entry.type === tiffType.short && value <= 0xffff) {
    tiff.write16(entry.value, value);
    return;
  }
  tiff.write16(entry.at + 2, tiffType.long);
  tiff.write32(entry.value, value);
}

/** The thumbnail's own orientation, or the end of it: its bytes are blanked, and the directory that leads to them is not linked. */
function tidyThumbnail(tiff: TiffBlock, keeps: boolean): void {
  const link = tiff.nextAt(tiff.first);
  const directory = link === null ? 0 : tiff.u32(link);
  if (keeps) {
    setNumber(tiff, tiff.entry(directory, tag.orientation), 1);
    return;
  }
  const at = tiff.number(directory, tag.thumbnail);
  const bytes = tiff.number(directory, tag.thumbnailBytes);
  if (at !== null && bytes !== null && at >= 8 && at + bytes <= tiff.buffer.length) tiff.buffer.fill(0, at, at + bytes);
  if (link !== null) tiff.write32(link, 0);
}

/** What a block written here may say. */
export interface ExifFields {
  readonly artist?: string | null;
  readonly copyright?: string | null;
  /** 2–8, where the pixels are not upright. */
  readonly orientation?: number;
}

/** An EXIF block of these fields alone; null where there is nothing to say. */
export function writeExif({ artist, copyright, orientation }: ExifFields): Buffer | null {
  const values: (readonly [number, number, Buffer])[] = [];
  if (orientation !== undefined) values.push([tag.orientation, tiffType.short, shortValue(orientation)]);
  if (artist) values.push([tag.artist, tiffType.ascii, Buffer.from(`${artist}\0`)]);
  if (copyright) values.push([tag.copyright, tiffType.ascii, Buffer.from(`${copyright}\0`)]);
  return values.length === 0 ? null : directoryBlock(values);
}

function shortValue(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** A little-endian block of one directory: header, entries in the order of their tags, then the values that are too long for an entry. */
function directoryBlock(values: readonly (readonly [number, number, Buffer])[]): Buffer {
  const directory = Buffer.alloc(2 + values.length * 12 + 4);
  const behind: Buffer[] = [];
  let free = 8 + directory.length;
  directory.writeUInt16LE(values.length, 0);
  for (const [index, [id, type, value]] of values.entries()) {
    const at = 2 + index * 12;
    directory.writeUInt16LE(id, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(type === tiffType.ascii ? value.length : 1, at + 4);
    if (value.length <= 4) value.copy(directory, at + 8);
    else {
      directory.writeUInt32LE(free, at + 8);
      const padded = Buffer.concat([value, Buffer.alloc(value.length % 2)]);
      behind.push(padded);
      free += padded.length;
    }
  }
  return Buffer.concat([Buffer.from("II*\0\x08\0\0\0", "latin1"), directory, ...behind]);
}
