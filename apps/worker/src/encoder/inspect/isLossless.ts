import type { FileHandle } from "node:fs/promises";
import type { ImageFormat } from "@pixelmill/core";

/**
 * Whether a WebP or AVIF was written without loss, which neither libvips nor its header's first bytes tell. Null of other formats, and
 * where it can't be told.
 */
export async function isLossless(handle: FileHandle, format: ImageFormat): Promise<boolean | null> {
  if (format === "webp") return isLosslessWebp(handle);
  return format === "avif" ? isLosslessAvif(handle) : null;
}

/** Most chunks looked at. */
const maxChunks = 10_000;
/** Where the first chunk of a RIFF file begins: behind `RIFF`, its size and `WEBP`. */
const firstChunk = 12;
/** Name and size of a chunk. */
const chunkHead = 8;
/** Place, size, duration and flags of a frame, before its own chunks. */
const frameHead = 16;

/** Lossless pixels are in chunks of their own kind; an animation has to have them in every frame. https://www.rfc-editor.org/rfc/rfc9649 */
async function isLosslessWebp(handle: FileHandle): Promise<boolean | null> {
  let position = firstChunk;
  let found: boolean | null = null;
  for (let chunk = 0; chunk < maxChunks; chunk++) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(chunkHead), 0, chunkHead, position);
    if (bytesRead < chunkHead) return found;
    const name = buffer.toString("latin1", 0, 4);
    if (name === "VP8 ") return false;
    if (name === "VP8L") found = true;
    const size = buffer.readUInt32LE(4);
    // A frame's chunks are looked at one by one; every other chunk is passed over, with the byte that makes its size even.
    position += chunkHead + (name === "ANMF" ? frameHead : size + (size % 2));
  }
  return null;
}

/** Bytes from the start of an AVIF that hold the properties of its pictures, but in files with large metadata before them. */
const avifHead = 4096;
/** Of a colour description: its mark, then primaries and transfer function, two bytes each, then the matrix. */
const colourMark = "colrnclx";

/** Colours kept as they are, without the matrix that brightness and colour are told apart with, which rounds: only lossless files do so. */
async function isLosslessAvif(handle: FileHandle): Promise<boolean | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(avifHead), 0, avifHead, 0);
  const at = buffer.indexOf(colourMark, 0, "latin1");
  const matrix = at + colourMark.length + 4;
  return at < 0 || matrix + 2 > bytesRead ? null : buffer.readUInt16BE(matrix) === 0;
}
