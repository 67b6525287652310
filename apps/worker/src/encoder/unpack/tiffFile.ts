import { type RawPicture, usedRowBytes } from "./rawPicture.ts";

/** Most bytes in a strip, about: libtiff recommends strips of some kilobytes, and reads one at a time. */
const stripBytes = 1 << 16;

/** A field of a directory: its tag, the size of its values in bytes, and the values. */
type Field = readonly [tag: number, size: 1 | 2 | 4, values: readonly number[] | Uint8Array];

/** TIFF's numbers for a value's type, by its size. */
const types = { 1: 7, 2: 3, 4: 4 } as const;

/**
 * Frames as the pages of a TIFF that is not compressed, piece by piece: libvips reads all of them as one animation, which it does of no
 * other format without loss. EXIF has no place in it that libvips knows.
 */
export function* tiffFile(picture: RawPicture, frames: number): Generator<Uint8Array> {
  const pageBytes = usedRowBytes(picture) * picture.height;
  let position = 8;
  yield Buffer.from([0x49, 0x49, 42, 0, ...long(position)]);
  for (let page = 0; page < frames; page++) {
    const size = directory(picture, 0, 0).length;
    const pixelsAt = position + size;
    const next = page === frames - 1 ? 0 : evenly(pixelsAt + pageBytes);
    yield directory(picture, position, next);
    yield* pageRows(picture, page);
    if ((pixelsAt + pageBytes) % 2 === 1) yield Buffer.alloc(1);
    position = next;
  }
}

const evenly = (position: number): number => position + (position % 2);

/** A page's directory and the values that do not fit in it. The pixels follow at once. */
function directory(picture: RawPicture, position: number, next: number): Buffer {
  const layout = fields(picture, 0);
  const headBytes = 2 + layout.length * 12 + 4;
  const size = headBytes + layout.reduce((sum, field) => sum + outsideBytes(field), 0);
  const bytes = Buffer.alloc(size);
  bytes.writeUInt16LE(layout.length, 0);
  let outside = headBytes;
  fields(picture, position + size).forEach((field, index) => {
    const at = 2 + index * 12;
    const [tag, valueBytes, values] = field;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(types[valueBytes], at + 2);
    bytes.writeUInt32LE(values.length, at + 4);
    if (outsideBytes(field) > 0) bytes.writeUInt32LE(position + outside, at + 8);
    write(bytes, outsideBytes(field) > 0 ? outside : at + 8, field);
    outside += outsideBytes(field);
  });
  bytes.writeUInt32LE(next, headBytes - 4);
  return bytes;
}

/** What does not fit into a field lies outside, at an even position. */
const outsideBytes = ([, size, { length }]: Field): number => (size * length <= 4 ? 0 : evenly(size * length));

function write(bytes: Buffer, at: number, [, size, values]: Field): void {
  if (values instanceof Uint8Array) bytes.set(values, at);
  else values.forEach((value, index) => void bytes.writeUIntLE(value, at + index * size, size));
}

/** In the order of their tags: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
function fields(picture: RawPicture, pixelsAt: number): readonly Field[] {
  const { width, height, channels, bits, icc, xmp } = picture;
  const used = usedRowBytes(picture);
  const rows = Math.min(height, Math.max(1, Math.floor(stripBytes / used)));
  const strips = Array.from({ length: Math.ceil(height / rows) }, (_, strip) => strip * rows);
  const one = (tag: number, value: number): Field => [tag, 4, [value]];
  return [
    one(256, width),
    one(257, height),
    [258, 2, Array.from({ length: channels }, () => bits)],
    [259, 2, [1]],
    [262, 2, [channels > 2 ? 2 : 1]],
    [273, 4, strips.map((row) => pixelsAt + row * used)],
    [277, 2, [channels]],
    one(278, rows),
    [279, 4, strips.map((row) => Math.min(rows, height - row) * used)],
    [284, 2, [1]],
    ...(channels % 2 === 0 ? [[338, 2, [2]] satisfies Field] : []),
    // On every page: libvips drops from an animation what its last page does not have.
    ...(xmp === null ? [] : [[700, 1, xmp] satisfies Field]),
    ...(icc === null ? [] : [[34_675, 1, icc] satisfies Field]),
  ];
}

function* pageRows(picture: RawPicture, page: number): Generator<Uint8Array> {
  const used = usedRowBytes(picture);
  const [first, last] = [page * picture.height, (page + 1) * picture.height];
  if (used === picture.rowBytes) yield picture.samples.subarray(first * used, last * used);
  else for (let row = first; row < last; row++) yield picture.samples.subarray(row * picture.rowBytes).subarray(0, used);
}

const long = (value: number): readonly number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
