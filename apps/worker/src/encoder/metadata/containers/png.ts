import { crc32 } from "node:zlib";
import type { Assembly, Carried, Dissection } from "../carried.ts";
import type { FileView } from "../fileView.ts";
import { bytesOf, Kept } from "../pieces.ts";

const signatureBytes = 8;
/** Signature and header chunk, behind which everything else may stand. */
const headBytes = 33;
/** Length, type and checksum of a chunk, in bytes. */
const frameBytes = 12;
/** Most chunks looked at: encoders write pixels in chunks of 8 KB and more. */
const maxChunks = 200_000;

/** Ancillary chunks that change the look, or the frames: https://www.w3.org/TR/png-3/#11Chunks */
const lookChunks: readonly string[] = [
  ...["tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "pHYs"],
  ...["acTL", "fcTL", "fdAT"],
];

/** One chunk of a PNG. */
export interface PngChunk {
  readonly type: string;
  readonly from: number;
  /** Where its data begins. */
  readonly data: number;
  readonly to: number;
}

/** The chunks of a PNG up to its end, in order. Ends early, without an `IEND`, where they don't hold together. */
export async function* pngChunks(view: FileView): AsyncGenerator<PngChunk> {
  let position = signatureBytes;
  for (let count = 0; count < maxChunks; count++) {
    const head = await view.bytes(position, 8);
    if (head.length < 8) return;
    const to = position + frameBytes + head.readUInt32BE(0);
    if (to > view.size) return;
    const type = head.toString("latin1", 4, 8);
    yield { type, from: position, data: position + 8, to };
    if (type === "IEND") return;
    position = to;
  }
}

/** Takes a PNG apart; null where its chunks don't lead to its end. What stands behind the end is not kept. */
export async function dissectPng(view: FileView): Promise<Dissection | null> {
  const kept = new Kept();
  kept.keep(0, signatureBytes);
  let last = "";
  for await (const { type, from, to } of pngChunks(view)) {
    if (isCritical(type) || lookChunks.includes(type)) kept.keep(from, to);
    last = type;
  }
  if (last !== "IEND") return null;
  return { bare: bytesOf(kept.ranges) === view.size, assemble: (carried) => assemble(kept, carried) };
}

/** An upper-case first letter says that no decoder may pass over a chunk. */
const isCritical = (type: string): boolean => /^[A-Z]/.test(type);

/** IPTC has no place in a PNG. */
function assemble(kept: Kept, { exif, xmp, iptc }: Carried): Assembly {
  const inserted = [exif && pngChunk("eXIf", exif), xmp && pngChunk("iTXt", Buffer.concat([xmpHead, xmp]))];
  return {
    pieces: kept.with(
      headBytes,
      inserted.filter((each) => each !== null),
    ),
    lost: iptc !== null,
  };
}

/** Keyword, no compression, no language, no translated keyword. */
const xmpHead = Buffer.from("XML:com.adobe.xmp\0\0\0\0\0", "latin1");

/** A chunk with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(frameBytes + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, "latin1");
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}
