import { type Box, plainBoxesIn } from "../isoMedia/boxes.ts";
import { NumberReader } from "../isoMedia/numberReader.ts";

/** Where the bytes of an item lie. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** One item of a `meta` box. */
export interface Item {
  readonly id: number;
  readonly type: string;
  /** Where its type is noted in the `meta` box. */
  readonly typeAt: number;
}

/** Where an item lies: 0 in the file, 1 in the `idat` box, 2 in another item. */
export interface Location {
  readonly id: number;
  readonly method: number;
  readonly extents: readonly Extent[];
}

/** A `meta` box taken apart: https://www.iso.org/standard/83102.html, clause 8.11. */
export interface MetaBox {
  readonly buffer: Buffer;
  readonly children: readonly Box[];
  readonly primary: number;
  readonly items: readonly Item[];
  readonly locations: readonly Location[];
}

/** Most items and extents of an image; a grid of a huge one has some hundred. */
const maxItems = 10_000;

/** Null where it is not built as it should be, or in a way that no encoder writes. */
export function readMeta(buffer: Buffer): MetaBox | null {
  try {
    const children = plainBoxesIn(buffer, 12, buffer.length);
    const child = (type: string): Box | undefined => children?.find((each) => each.type === type);
    const [pitm, iinf, iloc] = [child("pitm"), child("iinf"), child("iloc")];
    if (!children || !pitm || !iinf || !iloc) return null;
    const items = readItems(buffer, iinf);
    const locations = readLocations(buffer, iloc);
    if (items === null || locations === null) return null;
    const primary = new NumberReader(buffer, pitm.content + 4).next(version(buffer, pitm) === 0 ? 2 : 4);
    return { buffer, children, primary, items, locations };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Version of a full box, which stands before its flags. */
export const version = (buffer: Buffer, { content }: Box): number => buffer.readUInt8(content);

/** Bytes of the number of entries that begins an `iinf` box, behind version and flags. */
export const itemCountBytes = (iinfVersion: number): number => (iinfVersion === 0 ? 2 : 4);

function readItems(buffer: Buffer, iinf: Box): readonly Item[] | null {
  const entries = plainBoxesIn(buffer, iinf.content + 4 + itemCountBytes(version(buffer, iinf)), iinf.to);
  if (entries === null || entries.length > maxItems) return null;
  return entries.map((infe) => {
    const idBytes = version(buffer, infe) === 3 ? 4 : 2;
    const typeAt = infe.content + 4 + idBytes + 2;
    const id = new NumberReader(buffer, infe.content + 4).next(idBytes);
    // Before version 2 an entry has no type: a picture's always has one.
    return { id, type: version(buffer, infe) < 2 ? "" : buffer.toString("latin1", typeAt, typeAt + 4), typeAt };
  });
}

function readLocations(buffer: Buffer, iloc: Box): readonly Location[] | null {
  const edition = version(buffer, iloc);
  const read = new NumberReader(buffer, iloc.content + 4);
  const sizes = read.next(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = edition === 0 ? 0 : sizes & 15;
  if (edition > 2 || indexBytes > 0 || Math.max(offsetBytes, lengthBytes, baseBytes) > 8) return null;
  const count = read.next(edition === 2 ? 4 : 2);
  if (count > maxItems) return null;
  const locations: Location[] = [];
  for (let index = 0; index < count; index++) {
    const id = read.next(edition === 2 ? 4 : 2);
    const method = edition === 0 ? 0 : read.next(2) & 15;
    const elsewhere = read.next(2) !== 0;
    const base = read.next(baseBytes);
    const parts = read.next(2);
    if (elsewhere || parts > maxItems) return null;
    const extents = Array.from({ length: parts }, () => ({
      offset: base + read.next(offsetBytes),
      length: read.next(lengthBytes),
    }));
    locations.push({ id, method, extents });
  }
  return locations;
}
