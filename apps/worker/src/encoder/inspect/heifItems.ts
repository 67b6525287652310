import { type Box, boxesIn } from "../metadata/isoMedia/boxes.ts";
import { NumberReader } from "../metadata/isoMedia/numberReader.ts";

/** One of a HEIF's items: a picture, a tile of one, or metadata. */
export interface HeifItem {
  readonly id: number;
  readonly type: string;
  /** What describes it, in the order in which it applies. */
  readonly properties: readonly HeifProperty[];
}

export interface HeifProperty {
  readonly type: string;
  readonly data: Buffer;
}

/** That an item belongs to others: `auxl` to the picture it is an alpha or a depth of, `dimg` to the tiles it is made of. */
export interface HeifReference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

export interface HeifItems {
  readonly primary: HeifItem;
  readonly items: readonly HeifItem[];
  readonly references: readonly HeifReference[];
}

/** What a meta box says of its items, ISO/IEC 23008-12; null without a primary one. Throws `RangeError` where it is cut off. */
export function heifItems(meta: Buffer): HeifItems | null {
  const boxes = boxesIn(meta, 4, meta.length);
  const find = (type: string) => boxes.find((box) => box.type === type);
  const [pitm, iinf, iprp, iref] = [find("pitm"), find("iinf"), find("iprp"), find("iref")];
  if (pitm === undefined || iinf === undefined || iprp === undefined) return null;
  const propertiesOf = itemProperties(meta, iprp);
  const items = itemTypes(meta, iinf).map(({ id, type }) => ({ id, type, properties: propertiesOf(id) }));
  const primaryId = readerOf(meta, pitm).versioned((version) => (version === 0 ? 2 : 4));
  const primary = items.find(({ id }) => id === primaryId);
  return primary === undefined ? null : { primary, items, references: iref === undefined ? [] : itemReferences(meta, iref) };
}

function itemTypes(meta: Buffer, iinf: Box): readonly { id: number; type: string }[] {
  const countBytes = meta.readUInt8(iinf.content) === 0 ? 2 : 4;
  return boxesIn(meta, iinf.content + 4 + countBytes, iinf.to).map((box) => {
    const infe = readerOf(meta, box);
    const id = infe.versioned((version) => (version < 3 ? 2 : 4));
    infe.skip(2);
    return { id, type: infe.text(4) };
  });
}

function itemReferences(meta: Buffer, iref: Box): readonly HeifReference[] {
  const idBytes = meta.readUInt8(iref.content) === 0 ? 2 : 4;
  return boxesIn(meta, iref.content + 4, iref.to).map((box) => {
    const reader = readerOf(meta, box);
    const from = reader.next(idBytes);
    const count = reader.next(2);
    return { type: box.type, from, to: Array.from({ length: count }, () => reader.next(idBytes)) };
  });
}

function itemProperties(meta: Buffer, iprp: Box): (id: number) => readonly HeifProperty[] {
  const boxes = boxesIn(meta, iprp.content, iprp.to);
  const container = boxes.find(({ type }) => type === "ipco");
  const all = container === undefined ? [] : boxesIn(meta, container.content, container.to);
  const places = new Map(boxes.filter(({ type }) => type === "ipma").flatMap((box) => associations(meta, box)));
  const property = (place: number): readonly HeifProperty[] => {
    const box = all[place - 1];
    return box === undefined ? [] : [{ type: box.type, data: meta.subarray(box.content, box.to) }];
  };
  return (id) => (places.get(id) ?? []).flatMap(property);
}

/** The places of each item's properties, counted from 1. */
function associations(meta: Buffer, box: Box): readonly (readonly [number, readonly number[]])[] {
  const reader = readerOf(meta, box);
  const [version, flags] = [reader.next(1), reader.next(3)];
  const wide = (flags & 1) === 1;
  return Array.from({ length: reader.next(4) }, () => {
    const id = reader.next(version < 1 ? 2 : 4);
    const count = reader.next(1);
    return [id, Array.from({ length: count }, () => (wide ? reader.next(2) & 0x7fff : reader.next(1) & 0x7f))] as const;
  });
}

/** The numbers of a box; reading past its end throws a RangeError. */
const readerOf = (meta: Buffer, { content, to }: Box): NumberReader => new NumberReader(meta.subarray(0, to), content);
