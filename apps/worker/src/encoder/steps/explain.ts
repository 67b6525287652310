import { deflateSync } from "node:zlib";
import type { ImageInfo } from "@pixelmill/core";
import sharp from "sharp";
import type { EncodeTask } from "../../protocol/messages.ts";
import { avifColour } from "../colour/avifColour.ts";
import type { ColourDescription } from "../colour/description.ts";
import { iccProfile } from "../colour/iccProfile.ts";
import { type PngColour, pngColour } from "../colour/pngColour.ts";
import type { Desk } from "../desk.ts";
import { pngChunk } from "../metadata/containers/png.ts";
import { viewFile } from "../metadata/fileView.ts";
import { Kept, writePieces } from "../metadata/pieces.ts";
import { readOptions } from "./decode.ts";
import { discard } from "./write.ts";

/** Signature and header chunk of a PNG. */
const pngHeadBytes = 33;

/**
 * Does work on a source whose colours every later step understands. Where the file describes them in numbers, which decoders pass over, a
 * PNG takes its place on the desk that says the same with a profile; it is gone when the work is done.
 */
export async function withExplainedColour<T>(task: EncodeTask, desk: Desk, work: (source: string) => Promise<T>): Promise<T> {
  const source = desk.source(task.taskId);
  if (task.info.describedColour !== true) return work(source);
  const explained = desk.draft(task.taskId, 0, "explained");
  try {
    return await work((await explain(source, task.info, explained)) ? explained : source);
  } finally {
    await discard(explained);
  }
}

async function explain(source: string, info: ImageInfo, target: string): Promise<boolean> {
  if (info.format === "png") {
    const { description, chunks } = await viewFile(source, pngColour);
    if (description === null) return false;
    await writeExplained(source, { description, chunks }, info.grey === true, target);
    return true;
  }
  const { description } = await viewFile(source, avifColour);
  if (description === null) return false;
  const decoded = `${target}.png`;
  try {
    await decode(source, info, decoded);
    await writeExplained(decoded, { description, chunks: [] }, false, target);
    return true;
  } finally {
    await discard(decoded);
  }
}

/** Uncompressed, since it is read once: as deep as the source. */
async function decode(source: string, info: ImageInfo, target: string): Promise<void> {
  const image = sharp(source, readOptions(info.width * info.height, 1)).autoOrient();
  await image
    .toColourspace(info.bitDepth > 8 ? "rgb16" : "srgb")
    .png({ compressionLevel: 0, adaptiveFiltering: false })
    .toFile(target);
}

interface Explanation extends Omit<PngColour, "description"> {
  readonly description: ColourDescription;
}

/** The PNG with a profile in the place of the chunks that describe its colours. */
async function writeExplained(
  source: string,
  { description, chunks }: Explanation,
  isGrey: boolean,
  target: string,
): Promise<void> {
  const kept = new Kept();
  let at = 0;
  for (const { from, to } of chunks) {
    kept.keep(at, from);
    at = to;
  }
  kept.keep(at, await viewFile(source, async ({ size }) => size));
  const profile = pngChunk("iCCP", Buffer.concat([Buffer.from("described\0\0"), deflateSync(iccProfile(description, isGrey))]));
  await writePieces(source, kept.with(pngHeadBytes, [profile]), target);
}
