import { type FileHandle, open } from "node:fs/promises";
import {
  type Failure,
  fail,
  failure,
  formats,
  type ImageFormat,
  type ImageInfo,
  isDrawing,
  isWritten,
  ok,
  type Result,
  unreadKindTexts,
} from "@pixelmill/core";
import sharp from "sharp";
import type { InspectionLimits } from "../../protocol/messages.ts";
import { failureOf } from "../failures/failureOf.ts";
import { isTruncated } from "../failures/isTruncated.ts";
import { FileView } from "../metadata/fileView.ts";
import { addonInfo } from "./addonInfo.ts";
import { avifFrames, sequenceHead } from "./avifFrames.ts";
import { heicInfo } from "./heicInfo.ts";
import { imageInfo } from "./imageInfo.ts";
import { isLossless } from "./isLossless.ts";
import { lookFacts } from "./lookFacts.ts";
import { otherKind } from "./otherKinds.ts";
import { pngFrames } from "./pngFrames.ts";
import { sniff, sniffBytes } from "./sniff.ts";
import { svgInfo } from "./svgInfo.ts";
import { isRawPhoto } from "./tiffRaw.ts";

/**
 * Reads what a file is from its header; decodes no pixel. Fails with `emptyFile`, `drawingTooLarge`, `tooManyElements`,
 * `unsupportedFormat`, `unsupportedVariant`, `corruptImage`, `truncatedImage`, `tooManyPixels` (of all frames together) or `tooManyFrames`.
 * Only what begins like a format that libvips may read ever reaches it.
 */
export async function inspect(path: string, limits: InspectionLimits): Promise<Result<ImageInfo>> {
  const handle = await open(path, "r");
  try {
    const info = await readInfo(path, handle, limits);
    // A drawing has no pixels: its size is no more than a wish.
    const refusal = info.ok && !isDrawing(info.value.format) ? beyond(limits, info.value) : null;
    return refusal === null ? info : fail(refusal);
  } finally {
    await handle.close();
  }
}

async function readInfo(path: string, handle: FileHandle, limits: InspectionLimits): Promise<Result<ImageInfo>> {
  const { size: bytes } = await handle.stat();
  if (bytes === 0) return fail(failure("emptyFile"));
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  const kind = sniff(head);
  if (kind === "svg") return svgInfo(path, bytes, limits);
  if (kind === "unknown") return fail(failure("unsupportedFormat", { kind: unreadKindTexts[otherKind(head)] }));
  if (kind === "tiff" && (await isRawPhoto(handle)))
    return fail(failure("unsupportedFormat", { kind: unreadKindTexts.rawPhoto }));
  if (kind === "heic") return heicInfo(handle, bytes);
  return isWritten(kind) ? sharpInfo(path, handle, kind, bytes) : addonInfo(path, kind, bytes, limits);
}

async function sharpInfo(path: string, handle: FileHandle, kind: ImageFormat, bytes: number): Promise<Result<ImageInfo>> {
  const head = kind === "avif" ? await sequenceHead(handle) : null;
  try {
    // The limits are checked here, with their numbers; sharp's own would only say that there is one.
    const header = await sharp(head ?? path, { failOn: "error", limitInputPixels: false }).metadata();
    if (kind === "avif" && header.compression !== "av1")
      return fail(failure("unsupportedVariant", { format: formats.avif.label }));
    const facts = { ...imageInfo(kind, header, bytes), ...(await lookFacts(new FileView(handle, bytes), kind, header)) };
    const lossless = await isLossless(handle, kind);
    const known = lossless === null ? facts : { ...facts, lossless };
    if (kind === "gif" && (await isTruncated(path, kind))) return fail(failure("truncatedImage"));
    return ok({ ...known, frames: await framesOf(handle, facts) });
  } catch (error) {
    return fail(await failureOf(error, { path, format: kind }));
  }
}

/** libvips tells the first frame of an animated PNG or AVIF only. */
function framesOf(handle: FileHandle, { format, frames }: ImageInfo): number | Promise<number> {
  if (format === "png") return pngFrames(handle);
  return format === "avif" ? avifFrames(handle) : frames;
}

function beyond({ maxPixels, maxFrames }: InspectionLimits, info: ImageInfo): Failure | null {
  const { frames } = info;
  if (frames > maxFrames) return failure("tooManyFrames", { frames, limit: maxFrames });
  const pixels = info.width * info.height * frames;
  return pixels > maxPixels ? failure("tooManyPixels", { pixels: megapixels(pixels), limit: megapixels(maxPixels) }) : null;
}

/** One decimal, and never rounded down to the limit it is above. */
const megapixels = (pixels: number): number => Math.ceil(pixels / 1e5) / 10;
