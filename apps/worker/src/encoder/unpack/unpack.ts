import { open } from "node:fs/promises";
import { fail, failure, type ImageInfo, ok, type Result } from "@pixelmill/core";
import { type DecodedFormat, type DecodedPicture, native } from "@pixelmill/native";
import { decodeFailure } from "../inspect/addonInfo.ts";
import { copyAsStill } from "../inspect/avifFrames.ts";
import { unpackHeic } from "./heic/unpackHeic.ts";
import { pngFile } from "./pngFile.ts";
import { type RawPicture, usedRowBytes } from "./rawPicture.ts";
import { tiffFile } from "./tiffFile.ts";
import { uprightExif } from "./uprightExif.ts";

/** How the frames of an animation follow each other. */
export interface Timing {
  /** Milliseconds each frame is shown. */
  readonly delay: readonly number[];
  /** How often it is played; 0 for ever. */
  readonly loop: number;
}

/**
 * Leaves the pixels of a source that libvips does not read in a file that it reads: a still as a PNG, an animation as the pages of a
 * TIFF, neither compressed. Gives the timing of an animation. Fails with `corruptImage`, `truncatedImage` or `unsupportedVariant`; throws
 * where the files can't be read or written.
 */
export async function unpack(source: string, info: ImageInfo, frames: number, target: string): Promise<Result<Timing | null>> {
  if (info.format === "avif") {
    await copyAsStill(source, target);
    return ok(null);
  }
  if (info.format === "heic") return unpackStill(source, info, target);
  const format: DecodedFormat = info.format === "png" ? "apng" : (info.format as DecodedFormat);
  const limits = { maxPixels: info.width * info.height * frames, maxFrames: frames };
  const picture = (await native.decoders?.decode(format, native.longPath(source), limits)) ?? "unsupported";
  if (typeof picture === "string") return fail(decodeFailure(picture, info.format));
  if (!isAsInspected(picture, info)) return fail(failure("corruptImage"));
  try {
    await write(target, frames === 1 ? pngFile(rawPicture(picture)) : tiffFile(rawPicture(picture), frames));
  } finally {
    // Left to the garbage collector they would stay for several tasks, which admission knows nothing of.
    (picture.samples.buffer as ArrayBuffer).transfer(0);
  }
  return ok(frames === 1 ? null : { delay: picture.delays, loop: picture.plays });
}

async function unpackStill(source: string, info: ImageInfo, target: string): Promise<Result<null>> {
  const outcome = await unpackHeic(source, target, codedPixels(info));
  if ("problem" in outcome) return fail(decodeFailure(outcome.problem, info.format));
  return isAsInspected(outcome, info) ? ok(null) : fail(failure("corruptImage"));
}

/** Pixels that a picture may have as it is coded: in blocks of up to 64, and in tiles that reach beyond it, which are a quarter of a megapixel. */
const codedPixels = ({ width, height }: ImageInfo): number => Math.max((width + 64) * (height + 64), 2 ** 20);

/** A file that shows another face to another reader is refused. */
const isAsInspected = (made: { readonly width: number; readonly height: number }, info: ImageInfo): boolean =>
  made.width === info.width && made.height === info.height;

function rawPicture(picture: DecodedPicture): RawPicture {
  const { exif } = picture;
  const raw = { ...picture, exif: exif === null ? null : uprightExif(exif), rowBytes: 0 };
  return { ...raw, rowBytes: usedRowBytes(raw) };
}

async function write(path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const piece of pieces) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}
