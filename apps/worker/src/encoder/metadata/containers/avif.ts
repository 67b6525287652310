import type { Assembly, Carried, Dissection } from "../carried.ts";
import type { FileView } from "../fileView.ts";
import { bytesOf, type Piece, type Range } from "../pieces.ts";
import { grownMeta, type NewItem } from "./avifGrow.ts";
import { type MetaBox, readMeta } from "./avifItems.ts";
import { box } from "./boxes.ts";

/** Types of items that are no part of the picture. */
const metadataTypes: readonly string[] = ["Exif", "mime", "uri "];
/** Boxes of the file itself that are none either. */
const foreignBoxes: readonly string[] = ["uuid", "udta"];
/** A film's boxes: an AVIF that moves has offsets that are not followed here. */
const filmBox = "moov";
/** Most bytes of a `meta` box: that of a large grid has some kilobytes. */
const maxMetaBytes = 1_000_000;
const maxBoxes = 1000;
/** Most bytes that are blanked: they are written from memory. */
const maxBlank = 16_000_000;

/** What takes no part in decoding: readers pass over an item of a type they don't know. */
const noType = Buffer.from("skip", "latin1");

interface TopBox extends Range {
  readonly type: string;
  readonly content: number;
}

/**
 * Takes an AVIF apart; null where it is not built as it should be. Its metadata is blanked where it lies, since every part of the file
 * is found by its distance from the start: a stripped AVIF is as long as it was.
 */
export async function dissectAvif(view: FileView): Promise<Dissection | null> {
  const boxes = await topBoxes(view);
  const place = boxes?.find(({ type }) => type === "meta");
  const copied = place === undefined ? null : await view.copy(place.from, place.to, maxMetaBytes);
  const meta = copied === null ? null : readMeta(copied);
  if (!boxes || !place || meta === null || boxes.some(({ type }) => type === filmBox)) return null;
  const blanks = blankRanges(meta, place, view.size);
  if (blanks === null) return null;
  const foreign = boxes.filter(({ type }) => foreignBoxes.includes(type));
  if (bytesOf([...blanks, ...foreign]) > maxBlank) return null;
  const cut = [...blanks.map((range) => ({ ...range, by: zeros(range) })), ...foreign.flatMap(freeBox)];
  return {
    bare: cut.length === 0,
    assemble: (carried) => assemble(view.size, { ...meta, buffer: strippedMeta(meta, place, cut) }, place, cut, carried),
  };
}

async function topBoxes(view: FileView): Promise<readonly TopBox[] | null> {
  const boxes: TopBox[] = [];
  for (let at = 0; at < view.size; ) {
    const head = await view.bytes(at, 16);
    if (head.length < 8 || boxes.length === maxBoxes) return null;
    const [short, long] = [head.readUInt32BE(0), head.length === 16 ? Number(head.readBigUInt64BE(8)) : 0];
    const size = short === 0 ? view.size - at : short === 1 ? long : short;
    const content = at + (short === 1 ? 16 : 8);
    if (size < content - at || at + size > view.size) return null;
    boxes.push({ type: head.toString("latin1", 4, 8), from: at, content, to: at + size });
    at += size;
  }
  return boxes;
}

/** Where the file's metadata items lie; null where that is no place for them, or one that two items claim. */
function blankRanges({ items, locations, children }: MetaBox, place: Range, size: number): readonly Range[] | null {
  const foreign = new Set(items.filter(({ type }) => metadataTypes.includes(type)).map(({ id }) => id));
  const own = children.find(({ type }) => type === "idat");
  const idat = own === undefined ? { from: 0, to: 0 } : { from: place.from + own.content, to: place.from + own.to };
  const ranges = locations.flatMap(({ id, method, extents }) =>
    extents.map(({ offset, length }) => {
      const [start, room] = method === 1 ? [idat.from, idat] : [0, { from: place.to, to: size }];
      const [from, to] = [start + offset, start + offset + length];
      return { from, to, isForeign: foreign.has(id), isSound: method < 2 && from >= room.from && to <= room.to };
    }),
  );
  const blanks = ranges.filter(({ isForeign }) => isForeign);
  const isAlone = (blank: Range): boolean =>
    ranges.every((each) => each === blank || each.to <= blank.from || each.from >= blank.to);
  return blanks.every((blank) => blank.isSound && isAlone(blank)) ? blanks : null;
}

/** The `meta` box with its metadata items made nothing, and zeros where it holds them itself. */
function strippedMeta({ buffer, items }: MetaBox, place: Range, cut: readonly Cut[]): Buffer {
  const changed = Buffer.from(buffer);
  for (const { from, to } of within(place, cut)) changed.fill(0, from - place.from, to - place.from);
  for (const { type, typeAt } of items) if (metadataTypes.includes(type)) noType.copy(changed, typeAt);
  return changed;
}

/** IPTC has no place in an AVIF. */
function assemble(size: number, meta: MetaBox, place: Range, cut: readonly Cut[], { exif, xmp, iptc }: Carried): Assembly {
  const items: NewItem[] = [];
  // Before the block stands how far into it the block begins.
  if (exif !== null) items.push({ type: "Exif", contentType: null, data: Buffer.concat([Buffer.alloc(4), exif]) });
  if (xmp !== null) items.push({ type: "mime", contentType: "application/rdf+xml", data: xmp });
  const grown = items.length === 0 ? meta.buffer : grownMeta(meta, place, size, items);
  const added = items.length === 0 || grown === null ? [] : [box("mdat", ...items.map(({ data }) => data))];
  const [before, behind] = [blanked({ from: 0, to: place.from }, cut), blanked({ from: place.to, to: size }, cut)];
  return { pieces: [...before, grown ?? meta.buffer, ...behind, ...added], lost: iptc !== null || grown === null };
}

/** A range whose bytes give way to as many others. */
interface Cut extends Range {
  readonly by: Buffer;
}

const zeros = ({ from, to }: Range): Buffer => Buffer.alloc(to - from);

/** A box that means nothing in the place of one that does. */
const freeBox = ({ from, content, to }: TopBox): readonly Cut[] => [
  { from: from + 4, to: from + 8, by: Buffer.from("free", "latin1") },
  { from: content, to, by: zeros({ from: content, to }) },
];

/** A range of the file with what is cut replaced. */
function blanked(range: Range, cut: readonly Cut[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = range.from;
  for (const { from, to, by } of within(range, cut)) {
    if (from < at) continue;
    pieces.push({ from: at, to: from }, by);
    at = to;
  }
  return [...pieces, { from: at, to: range.to }];
}

/** What is cut of a range, in order. */
const within = (range: Range, cut: readonly Cut[]): readonly Cut[] =>
  cut.filter(({ from, to }) => from >= range.from && to <= range.to && from < to).toSorted((a, b) => a.from - b.from);
