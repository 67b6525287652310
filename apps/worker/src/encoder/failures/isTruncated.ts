import { type FileHandle, open } from "node:fs/promises";
import type { SourceFormat } from "@pixelmill/core";
import { isGifCutOff } from "./isGifCutOff.ts";

/** How far from the end of a file its end mark may lie: cameras and web servers append bytes of their own. */
const tailBytes = 4096;

/**
 * Whether a file that failed to decode lacks its end. libvips says the same of a damaged and of a cut-off PNG, so the file itself
 * is asked: PNG and JPEG close with a mark, WebP tells its length, and GIF is a chain of blocks. Unknown (AVIF, TIFF) counts as no.
 */
export async function isTruncated(path: string, format: SourceFormat): Promise<boolean> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    if (format === "gif") return await isGifCutOff(handle);
    if (format === "webp") return (await riffBytes(handle)) > size;
    const mark = endMarks[format];
    if (mark === undefined) return false;
    return !(await read(handle, Math.max(0, size - tailBytes), tailBytes)).includes(mark);
  } finally {
    await handle.close();
  }
}

const endMarks: Partial<Readonly<Record<SourceFormat, Buffer>>> = {
  png: Buffer.from("IEND"),
  jpeg: Buffer.from([0xff, 0xd9]),
};

async function riffBytes(handle: FileHandle): Promise<number> {
  const header = await read(handle, 0, 8);
  return header.length < 8 ? Number.POSITIVE_INFINITY : header.readUInt32LE(4) + 8;
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
