import type { Assembly, Carried, Dissection } from "../carried.ts";
import type { FileView } from "../fileView.ts";
import { bytesOf, Kept } from "../pieces.ts";

/** Marker codes, behind their 0xff: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1. */
const marker = { tem: 0x01, rst0: 0xd0, soi: 0xd8, eoi: 0xd9, sos: 0xda, app0: 0xe0, app15: 0xef, com: 0xfe } as const;

/** Most segments looked at. A progressive scan of each coefficient of each component takes some hundred. */
const maxSegments = 10_000;
/** Most bytes a segment holds behind its marker, its own length included. */
const maxSegment = 65_535;

const exifName = Buffer.from("Exif\0\0", "latin1");
const xmpName = Buffer.from("http://ns.adobe.com/xap/1.0/\0", "latin1");
const photoshopName = Buffer.from("Photoshop 3.0\0", "latin1");

/** Takes a JPEG apart; null where its segments don't lead to its end. What stands behind the end is not kept. */
export async function dissectJpeg(view: FileView): Promise<Dissection | null> {
  const kept = new Kept();
  const lead: Uint8Array[] = [];
  if (!(await isMarker(view, 0, marker.soi))) return null;
  kept.keep(0, 2);
  let position = 2;
  for (let count = 0; count < maxSegments; count++) {
    const code = await markerAt(view, position);
    if (code === null) return null;
    if (code.value === marker.eoi) {
      kept.keep(code.from, code.to);
      return dissection(view, kept, lead);
    }
    const end = isStandalone(code.value) ? code.to : await segmentEnd(view, code.to);
    if (end === null) return null;
    const part = await partKept(view, code, end);
    if (part === "all") kept.keep(code.from, end);
    else if (part !== "none") lead.push(part);
    if (code.value !== marker.sos) position = end;
    else {
      const next = await scanEnd(view, end);
      if (next === null) return null;
      kept.keep(end, next);
      position = next;
    }
  }
  return null;
}

function dissection(view: FileView, kept: Kept, lead: readonly Uint8Array[]): Dissection {
  const plain = kept.with(2, lead);
  return {
    bare: bytesOf(plain) === view.size,
    assemble: (carried) => assemble(kept, lead, carried),
  };
}

function assemble(kept: Kept, lead: readonly Uint8Array[], carried: Carried): Assembly {
  const { inserted, lost } = segments(carried);
  // Behind JFIF, which has to come first.
  return { pieces: kept.with(2, [...lead, ...inserted]), lost };
}

function segments({ exif, xmp, iptc }: Carried): { readonly inserted: readonly Buffer[]; readonly lost: boolean } {
  const wanted = [
    exif && segment(0xe1, exifName, exif),
    xmp && segment(0xe1, xmpName, xmp),
    iptc && segment(0xed, photoshopName, photoshopResource(iptc)),
  ].filter((each) => each !== null);
  const inserted = wanted.filter(({ length }) => length <= maxSegment + 2);
  return { inserted, lost: inserted.length < wanted.length };
}

/**
 * A JPEG with metadata put in and everything else as it is, images behind its end included, which its own tables count from where they
 * stand themselves. XMP is left out: the packet that is there says which those images are.
 */
export async function extendJpeg(view: FileView, carried: Carried): Promise<Assembly | null> {
  const first = await markerAt(view, 2);
  const end = first?.value === marker.app0 ? await segmentEnd(view, first.to) : 2;
  if (first === null || end === null) return null;
  const kept = new Kept();
  kept.keep(0, view.size);
  const { inserted, lost } = segments({ ...carried, xmp: null });
  return { pieces: kept.with(end, inserted), lost: lost || carried.xmp !== null };
}

interface Marker {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** The marker at a position, fill bytes before it passed over. */
async function markerAt(view: FileView, position: number): Promise<Marker | null> {
  if ((await view.byte(position)) !== 0xff) return null;
  for (let at = position + 1; at - position < maxSegment; at++) {
    const value = await view.byte(at);
    if (value === null || value === 0) return null;
    if (value !== 0xff) return { value, from: at - 1, to: at + 1 };
  }
  return null;
}

const isMarker = async (view: FileView, position: number, value: number): Promise<boolean> =>
  (await markerAt(view, position))?.value === value;

const isStandalone = (value: number): boolean => value === marker.tem || (value >= marker.rst0 && value <= marker.soi);

async function segmentEnd(view: FileView, position: number): Promise<number | null> {
  const length = await view.bytes(position, 2);
  const end = length.length < 2 ? 0 : position + length.readUInt16BE(0);
  return end >= position + 2 && end <= view.size ? end : null;
}

/** Where the entropy-coded data ends: at a marker that is neither a restart nor a stuffed zero nor a fill byte. */
const scanEnd = (view: FileView, from: number): Promise<number | null> => view.findPair(0xff, from, endsScan);

const endsScan = (code: number): boolean => code !== 0 && code !== 0xff && !(code >= marker.rst0 && code < marker.soi);

/** What of a segment makes the picture: tables and frames do, and three of the application's, of which JFIF loses its thumbnail. */
async function partKept(view: FileView, { value, to }: Marker, end: number): Promise<"all" | "none" | Uint8Array> {
  if (value === marker.com) return "none";
  if (value < marker.app0 || value > marker.app15) return "all";
  const content = await view.bytes(to + 2, Math.min(end - to - 2, 14));
  const name = content.toString("latin1");
  if (value === 0xe0 && name.startsWith("JFIF\0") && content.length >= 12) return jfif(content);
  if (value === 0xe2 && name.startsWith("ICC_PROFILE\0")) return "all";
  return value === 0xee && name.startsWith("Adobe") ? "all" : "none";
}

/** Version and density, without a thumbnail. */
const jfif = (content: Buffer): Uint8Array =>
  Buffer.concat([Buffer.from([0xff, marker.app0, 0, 16]), content.subarray(0, 12), Buffer.from([0, 0])]);

function segment(code: number, name: Buffer, content: Uint8Array): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  const length = 2 + name.length + content.length;
  if (length <= maxSegment) head.writeUInt16BE(length, 2);
  return Buffer.concat([head, name, content]);
}

/** IPTC as Photoshop's resource 0x0404, with no name, padded to an even length. */
function photoshopResource(iptc: Buffer): Buffer {
  const head = Buffer.from([0x38, 0x42, 0x49, 0x4d, 0x04, 0x04, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(iptc.length, 8);
  return Buffer.concat([head, iptc, Buffer.alloc(iptc.length % 2)]);
}
