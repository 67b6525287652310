import { type Box, boxesIn } from "./isoBoxes.ts";

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
  const primaryId = new Reader(meta, pitm).full((version) => (version === 0 ? 2 : 4));
  const primary = items.find(({ id }) => id === primaryId);
  return primary === undefined ? null : { primary, items, references: iref === undefined ? [] : itemReferences(meta, iref) };
}

function itemTypes(meta: Buffer, iinf: Box): readonly { id: number; type: string }[] {
  const countBytes = meta.readUInt8(iinf.start) === 0 ? 2 : 4;
  return boxesIn(meta, iinf.start + 4 + countBytes, iinf.end).map((box) => {
    const infe = new Reader(meta, box);
    const id = infe.full((version) => (version < 3 ? 2 : 4));
    infe.skip(2);
    return { id, type: infe.text(4) };
  });
}

function itemReferences(meta: Buffer, iref: Box): readonly HeifReference[] {
  const idBytes = meta.readUInt8(iref.start) === 0 ? 2 : 4;
  return boxesIn(meta, iref.start + 4, iref.end).map((box) => {
    const reader = new Reader(meta, box);
    const from = reader.number(idBytes);
    const count = reader.number(2);
    return { type: box.type, from, to: Array.from({ length: count }, () => reader.number(idBytes)) };
  });
}

function itemProperties(meta: Buffer, iprp: Box): (id: number) => readonly HeifProperty[] {
  const boxes = boxesIn(meta, iprp.start, iprp.end);
  const container = boxes.find(({ type }) => type === "ipco");
  const all = container === undefined ? [] : boxesIn(meta, container.start, container.end);
  const places = new Map(boxes.filter(({ type }) => type === "ipma").flatMap((box) => associations(meta, box)));
  const property = (place: number): readonly HeifProperty[] => {
    const box = all[place - 1];
    return box === undefined ? [] : [{ type: box.type, data: meta.subarray(box.start, box.end) }];
  };
  return (id) => (places.get(id) ?? []).flatMap(property);
}

/** The places of each item's properties, counted from 1. */
function associations(meta: Buffer, box: Box): readonly (readonly [number, readonly number[]])[] {
  const reader = new Reader(meta, box);
  const [version, flags] = [reader.number(1), reader.number(3)];
  const wide = (flags & 1) === 1;
  return Array.from({ length: reader.number(4) }, () => {
    const id = reader.number(version < 1 ? 2 : 4);
    const count = reader.number(1);
    return [id, Array.from({ length: count }, () => (wide ? reader.number(2) & 0x7fff : reader.number(1) & 0x7f))] as const;
  });
}

/** Numbers of a box, one after another, high byte first. */
class Reader {
  readonly #bytes: Buffer;
  #position: number;

  constructor(bytes: Buffer, box: Box) {
    this.#bytes = bytes.subarray(0, box.end);
    this.#position = box.start;
  }

  number(bytes: number): number {
    this.#position += bytes;
    return this.#bytes.readUIntBE(this.#position - bytes, bytes);
  }

  /** The first number of a box with a version, as wide as that says. */
  full(bytes: (version: number) => number): number {
    const version = this.number(1);
    this.skip(3);
    return this.number(bytes(version));
  }

  text(bytes: number): string {
    this.#position += bytes;
    return this.#bytes.toString("latin1", this.#position - bytes, this.#position);
  }

  skip(bytes: number): void {
    this.#position += bytes;
  }
}
