import type { FileHandle } from "node:fs/promises";

/** Tags that tell a camera's raw file from a TIFF that merely is one. */
const tags = { subfileType: 254, make: 271, subIfds: 330, dngVersion: 50_706 } as const;

const maxEntries = 512;

/**
 * Whether a TIFF is a camera's raw photo (DNG, NEF, ARW and their kin): what stands first in it is then a thumbnail, which libvips would
 * take for the picture.
 */
export async function isRawPhoto(handle: FileHandle): Promise<boolean> {
  const entries = await firstDirectory(handle);
  if (entries.has(tags.dngVersion)) return true;
  return entries.get(tags.subfileType) === 1 && entries.has(tags.make) && entries.has(tags.subIfds);
}

/** The tags of the first directory with the number that stands in their field. BigTIFF, which no camera writes, has none. */
async function firstDirectory(handle: FileHandle): Promise<ReadonlyMap<number, number>> {
  const header = await read(handle, 0, 8);
  const little = header.toString("latin1", 0, 2) === "II";
  const short = (bytes: Buffer, at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  if (header.length < 8 || short(header, 2) !== 42) return new Map();
  const start = long(header, 4);
  const count = await read(handle, start, 2);
  const entries = await read(handle, start + 2, 12 * (count.length < 2 ? 0 : Math.min(maxEntries, short(count, 0))));
  return new Map(
    Array.from({ length: Math.floor(entries.length / 12) }, (_, index) => [
      short(entries, index * 12),
      long(entries, index * 12 + 8),
    ]),
  );
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
