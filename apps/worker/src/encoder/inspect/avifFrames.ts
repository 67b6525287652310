import { type FileHandle, open } from "node:fs/promises";
import { copyBytes } from "../copyBytes.ts";
import { type Box, boxesIn, outerBox } from "../metadata/isoMedia/boxes.ts";

/** Frames of an AVIF: the samples of its longest track of pictures, else 1. libvips decodes the first and says nothing of the rest. */
export async function avifFrames(handle: FileHandle): Promise<number> {
  const moov = await outerBox(handle, "moov");
  if (moov === null) return 1;
  const tracks = boxesIn(moov, 0, moov.length).filter(({ type }) => type === "trak");
  return Math.max(1, ...tracks.map((track) => samples(moov, track)));
}

/** Where a file's major brand stands, and those of AVIF: one picture, and a sequence of them. */
const brandOffset = 8;
const [stillBrand, sequenceBrand] = ["avif", "avis"];

/** Most of a sequence's file that its header is sought in, in bytes: it lies before the frames. */
const maxHeadBytes = 1 << 20;

/**
 * The beginning of an AVIF that says it is a sequence, as if it said it was a picture: libvips does not look at others, though the first
 * frame is a picture of its own. Null for any other AVIF.
 */
export async function sequenceHead(handle: FileHandle): Promise<Buffer | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxHeadBytes), 0, maxHeadBytes, 0);
  if (buffer.toString("latin1", brandOffset, brandOffset + 4) !== sequenceBrand) return null;
  buffer.write(stillBrand, brandOffset, "latin1");
  return buffer.subarray(0, bytesRead);
}

/** Copies an AVIF to where it says that it is a picture. */
export async function copyAsStill(source: string, target: string): Promise<void> {
  await copyBytes(source, target);
  const handle = await open(target, "r+");
  try {
    await handle.write(stillBrand, brandOffset, "latin1");
  } finally {
    await handle.close();
  }
}

/** What the sample size box counts: ISO/IEC 14496-12, 8.7.3. */
function samples(moov: Buffer, track: Box): number {
  const sizes = ["mdia", "minf", "stbl", "stsz"].reduce<Box | undefined>(
    (box, type) => (box === undefined ? undefined : boxesIn(moov, box.content, box.to).find((inner) => inner.type === type)),
    track,
  );
  return sizes === undefined || sizes.content + 12 > sizes.to ? 1 : moov.readUInt32BE(sizes.content + 8);
}
