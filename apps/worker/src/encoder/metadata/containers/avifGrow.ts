import { type Box, plainBoxesIn } from "../isoMedia/boxes.ts";
import type { Range } from "../pieces.ts";
import { itemCountBytes, type MetaBox, version } from "./avifItems.ts";
import { box, number } from "./boxes.ts";

/** An item to be added to an image. */
export interface NewItem {
  readonly type: string;
  readonly contentType: string | null;
  readonly data: Buffer;
}

/** Largest number of 16 bits: items with longer ones are not added to. */
const maxId = 0xffff;
const maxOffset = 0xffff_ffff;
/** Size and type of a box. */
const boxHead = 8;

/**
 * The `meta` box with more items, whose bytes are to stand in an `mdat` box behind the file. What lies behind the `meta` box moves by
 * what it grows. Null where numbers would not fit.
 */
export function grownMeta(meta: MetaBox, place: Range, fileSize: number, added: readonly NewItem[]): Buffer | null {
  const lastId = Math.max(...meta.items.map(({ id }) => id), ...meta.locations.map(({ id }) => id));
  if (lastId + added.length > maxId || meta.primary > maxId) return null;
  if (fileSize + meta.buffer.length + added.reduce((sum, { data }) => sum + data.length, 0) > maxOffset / 2) return null;
  if (meta.locations.some(({ extents }) => extents.some(({ offset, length }) => offset + length > maxOffset / 2))) return null;
  // Numbers have fixed widths, so how much it grows is known from any of its versions.
  const grown = rebuilt(meta, place, fileSize, added, lastId, 0).length - meta.buffer.length;
  return rebuilt(meta, place, fileSize, added, lastId, grown);
}

function rebuilt(
  meta: MetaBox,
  place: Range,
  fileSize: number,
  added: readonly NewItem[],
  lastId: number,
  grown: number,
): Buffer {
  const children = meta.children.map((child) => {
    if (child.type === "iinf") return itemsBox(meta, child, added, lastId);
    if (child.type === "iloc") return locationsBox(meta, place, fileSize + grown + boxHead, added, lastId, grown);
    return child.type === "iref" ? referencesBox(meta, child, added, lastId) : meta.buffer.subarray(child.from, child.to);
  });
  if (!meta.children.some(({ type }) => type === "iref"))
    children.push(box("iref", number(0, 4), ...references(meta, added, lastId, 2)));
  return box("meta", meta.buffer.subarray(8, 12), ...children);
}

function itemsBox({ buffer }: MetaBox, iinf: Box, added: readonly NewItem[], lastId: number): Buffer {
  const countBytes = itemCountBytes(version(buffer, iinf));
  const entries = iinf.content + 4 + countBytes;
  const count = (plainBoxesIn(buffer, entries, iinf.to)?.length ?? 0) + added.length;
  const more = added.map(({ type, contentType }, index) =>
    box(
      "infe",
      number(2 << 24, 4),
      number(lastId + 1 + index, 2),
      number(0, 2),
      Buffer.from(`${type}\0${contentType === null ? "" : `${contentType}\0`}`, "latin1"),
    ),
  );
  return box(
    "iinf",
    buffer.subarray(iinf.content, iinf.content + 4),
    number(count, countBytes),
    buffer.subarray(entries, iinf.to),
    ...more,
  );
}

/** Version 1, every number of 4 bytes, without base offsets. */
function locationsBox(
  meta: MetaBox,
  place: Range,
  dataAt: number,
  added: readonly NewItem[],
  lastId: number,
  grown: number,
): Buffer {
  const old = meta.locations.map(({ id, method, extents }) =>
    location(
      id,
      method,
      extents.map(({ offset, length }) => ({ offset: method === 0 && offset >= place.to ? offset + grown : offset, length })),
    ),
  );
  let offset = dataAt;
  const more = added.map(({ data: { length } }, index) => {
    const entry = location(lastId + 1 + index, 0, [{ offset, length }]);
    offset += length;
    return entry;
  });
  return box("iloc", number(1 << 24, 4), number(0x4400, 2), number(old.length + more.length, 2), ...old, ...more);
}

const location = (id: number, method: number, extents: readonly { readonly offset: number; readonly length: number }[]): Buffer =>
  Buffer.concat([
    number(id, 2),
    number(method, 2),
    number(0, 2),
    number(extents.length, 2),
    ...extents.flatMap(({ offset, length }) => [number(offset, 4), number(length, 4)]),
  ]);

function referencesBox(meta: MetaBox, iref: Box, added: readonly NewItem[], lastId: number): Buffer {
  const idBytes = version(meta.buffer, iref) === 0 ? 2 : 4;
  return box("iref", meta.buffer.subarray(iref.content, iref.to), ...references(meta, added, lastId, idBytes));
}

/** Each new item describes the primary one. */
const references = ({ primary }: MetaBox, added: readonly NewItem[], lastId: number, idBytes: number): readonly Buffer[] =>
  added.map((_, index) => box("cdsc", number(lastId + 1 + index, idBytes), number(1, 2), number(primary, idBytes)));
