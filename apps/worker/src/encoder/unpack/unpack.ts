import { open } from "node:fs/promises";
import { type Dimensions, fail, failure, type ImageInfo, ok, type Result, sameSize } from "@pixelmill/core";
import { type DecodedFormat, type DecodedPicture, native } from "@pixelmill/native";
import { decodeFailure } from "../inspect/addonInfo.ts";
import { copyAsStill } from "../inspect/avifFrames.ts";
import { type SourceMetadata, sourceMetadata } from "../metadata/sourceMetadata.ts";
import { turnedSize } from "../turnedSize.ts";
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

/** What of a source its unpacked file can't tell. */
export interface Untold {
  readonly timing: Timing | null;
  readonly metadata: SourceMetadata | null;
}

const nothing: Untold = { timing: null, metadata: null };

/**
 * Leaves the pixels of a source that libvips does not read in a file that it reads: a still as a PNG, an animation as the pages of a
 * TIFF, neither compressed. Gives what the file of an animation leaves out. Fails with `corruptImage`, `truncatedImage` or `unsupportedVariant`; throws
 * where the files can't be read or written.
 */
export async function unpack(source: string, info: ImageInfo, frames: number, target: string): Promise<Result<Untold>> {
  if (info.format === "avif") {
    await copyAsStill(source, target);
    return ok(nothing);
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
  if (frames === 1) return ok(nothing);
  const timing = { delay: picture.delays, loop: picture.plays };
  return ok({ timing, metadata: info.format === "png" ? await sourceMetadata(source, info) : metadataOf(picture) });
}

async function unpackStill(source: string, info: ImageInfo, target: string): Promise<Result<Untold>> {
  const outcome = await unpackHeic(source, target, codedPixels(info));
  if ("problem" in outcome) return fail(decodeFailure(outcome.problem, info.format));
  return isAsInspected(outcome, info) ? ok(nothing) : fail(failure("corruptImage"));
}

/** Pixels that a picture may have as it is coded: in blocks of up to 64, and in tiles that reach beyond it, which are a quarter of a megapixel. */
const codedPixels = ({ width, height }: ImageInfo): number => Math.max((width + 64) * (height + 64), 2 ** 20);

/** A file that shows another face to another reader is refused. An orientation that is left to be obeyed exchanges the sides. */
const isAsInspected = (made: Dimensions, info: ImageInfo): boolean => sameSize(turnedSize(made, info.orientation), info);

function rawPicture(picture: DecodedPicture): RawPicture {
  const raw = { ...picture, exif: exifOf(picture), rowBytes: 0 };
  return { ...raw, rowBytes: usedRowBytes(raw) };
}

const exifOf = ({ exif }: DecodedPicture): Buffer | null => (exif === null ? null : uprightExif(exif));

function metadataOf(picture: DecodedPicture): SourceMetadata {
  const xmp = picture.xmp === null ? null : Buffer.from(picture.xmp);
  return { exif: exifOf(picture), xmp, iptc: null, author: null, copyright: null, isPartial: false };
}

async function write(path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const piece of pieces) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}
