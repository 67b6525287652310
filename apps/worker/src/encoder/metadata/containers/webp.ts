import type { Assembly, Carried, Dissection } from "../carried.ts";
import type { FileView } from "../fileView.ts";
import { bytesOf, Kept, type Range } from "../pieces.ts";

/** https://developers.google.com/speed/webp/docs/riff_container */
const pictureChunks: readonly string[] = ["VP8 ", "VP8L", "VP8X", "ANIM", "ANMF", "ALPH", "ICCP"];
/** Bits of the extended header's first byte. */
const flag = { icc: 0x20, alpha: 0x10, exif: 0x08, xmp: 0x04 } as const;
const riffBytes = 12;
const extendedBytes = 18;
/** Most chunks looked at: a frame is one. */
const maxChunks = 100_000;

/** What the first chunk of a WebP says of its picture. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly flags: number;
  /** Where the extended header lies; null in a file without one. */
  readonly extended: Range | null;
}

/** Takes a WebP apart; null where its chunks don't hold together. */
export async function dissectWebp(view: FileView): Promise<Dissection | null> {
  const head = await view.bytes(0, riffBytes);
  const end = head.length < riffBytes ? 0 : 8 + head.readUInt32LE(4);
  const canvas = await canvasOf(view);
  if (canvas === null || end > view.size) return null;
  const kept = new Kept();
  let position = riffBytes;
  for (let count = 0; position < end; count++) {
    const chunk = await view.bytes(position, 8);
    if (chunk.length < 8 || count === maxChunks) return null;
    const size = chunk.readUInt32LE(4);
    // Some writers leave out the last chunk's padding.
    const next = Math.min(position + 8 + size + (size % 2), end);
    if (position + 8 + size > end) return null;
    const type = chunk.toString("latin1", 0, 4);
    if (pictureChunks.includes(type) && type !== "VP8X") kept.keep(position, next);
    position = next;
  }
  const bare = { ...canvas, flags: canvas.flags & ~(flag.exif | flag.xmp) };
  const extendedSize = canvas.extended === null ? 0 : extendedBytes;
  return {
    bare: bytesOf(kept.ranges) + riffBytes + extendedSize === view.size && bare.flags === canvas.flags,
    assemble: (carried) => assemble(kept, bare, carried),
  };
}

/** IPTC has no place in a WebP. */
function assemble(kept: Kept, canvas: Canvas, { exif, xmp, iptc }: Carried): Assembly {
  const flags = canvas.flags | (exif === null ? 0 : flag.exif) | (xmp === null ? 0 : flag.xmp);
  const isExtended = canvas.extended !== null || exif !== null || xmp !== null;
  const behind = [exif && chunkOf("EXIF", exif), xmp && chunkOf("XMP ", xmp)].filter((each) => each !== null);
  const body = [...(isExtended ? [extendedHeader({ ...canvas, flags })] : []), ...kept.ranges, ...behind];
  const riff = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  riff.writeUInt32LE(bytesOf(body) + 4, 4);
  return { pieces: [riff, ...body], lost: iptc !== null };
}

async function canvasOf(view: FileView): Promise<Canvas | null> {
  const chunk = await view.bytes(riffBytes, 30);
  if (chunk.length < extendedBytes) return null;
  switch (chunk.toString("latin1", 0, 4)) {
    case "VP8X":
      return {
        width: chunk.readUIntLE(12, 3) + 1,
        height: chunk.readUIntLE(15, 3) + 1,
        flags: chunk[8] ?? 0,
        extended: { from: riffBytes, to: riffBytes + extendedBytes },
      };
    case "VP8L":
      return { ...losslessSize(chunk.readUInt32LE(9)), extended: null };
    case "VP8 ":
      return {
        width: chunk.readUInt16LE(14) & 0x3fff,
        height: chunk.readUInt16LE(16) & 0x3fff,
        flags: 0,
        extended: null,
      };
    default:
      return null;
  }
}

/** Width and height less one in 14 bits each, then whether alpha is used. */
const losslessSize = (bits: number): Omit<Canvas, "extended"> => ({
  width: (bits & 0x3fff) + 1,
  height: ((bits >>> 14) & 0x3fff) + 1,
  flags: (bits >>> 28) & 1 ? flag.alpha : 0,
});

function extendedHeader({ width, height, flags }: Canvas): Buffer {
  const header = Buffer.alloc(extendedBytes);
  header.write("VP8X", 0, "latin1");
  header.writeUInt32LE(10, 4);
  header.writeUInt8(flags, 8);
  header.writeUIntLE(width - 1, 12, 3);
  header.writeUIntLE(height - 1, 15, 3);
  return header;
}

function chunkOf(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(8 + data.length + (data.length % 2));
  chunk.write(type, 0, "latin1");
  chunk.writeUInt32LE(data.length, 4);
  chunk.set(data, 8);
  return chunk;
}
