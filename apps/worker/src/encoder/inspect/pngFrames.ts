import type { FileHandle } from "node:fs/promises";

/** Length and type of a chunk, and the first number of its data, in bytes. */
const headBytes = 12;
/** Length, type and checksum of a chunk, beside its data, in bytes. */
const frameBytes = 12;
const signatureBytes = 8;
/** Most chunks looked at: writers put a handful before the pixels, and a file of a million tiny ones is made to hold us up. */
const maxChunks = 1000;

/**
 * Frames of a PNG: what its animation control chunk says, else 1. libvips decodes the default image of an animated PNG and
 * says nothing of the rest. The chunk stands before the pixels: https://www.w3.org/TR/png-3/#acTL-chunk. Where a frame is announced
 * and has no pixels the animation is not to be shown, but the default image: 1, too.
 */
export async function pngFrames(handle: FileHandle): Promise<number> {
  let position = signatureBytes;
  let frames: number | null = null;
  let lacksPixels = false;
  for (let chunk = 0; chunk < maxChunks; chunk++) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, position);
    const type = buffer.toString("latin1", 4, 8);
    if (type === "acTL") frames = Math.max(1, buffer.readUInt32BE(8));
    if (frames === null && type === "IDAT") return 1;
    if (lacksPixels && (type === "fcTL" || type === "IEND")) return 1;
    if (bytesRead < headBytes) break;
    if (type === "fcTL") lacksPixels = true;
    if (type === "IDAT" || type === "fdAT") lacksPixels = false;
    position += buffer.readUInt32BE(0) + frameBytes;
  }
  return frames ?? 1;
}
