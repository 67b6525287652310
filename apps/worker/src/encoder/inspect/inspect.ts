import { open } from "node:fs/promises";
import { type Failure, fail, failure, type ImageInfo, ok, type Result } from "@pixelmill/core";
import sharp from "sharp";
import type { InspectionLimits } from "../../protocol/messages.ts";
import { failureOf } from "../failures/failureOf.ts";
import { isTruncated } from "../failures/isTruncated.ts";
import { imageInfo } from "./imageInfo.ts";
import { isLossless } from "./isLossless.ts";
import { lookFacts } from "./lookFacts.ts";
import { pngFrames } from "./pngFrames.ts";
import { type Kind, sniff, sniffBytes } from "./sniff.ts";

/**
 * Reads what a file is from its header; decodes no pixel. Fails with `emptyFile`, `svgNotSupported`, `unsupportedFormat`,
 * `unsupportedVariant`, `corruptImage`, `truncatedImage`, `tooManyPixels` (of all frames together) or `tooManyFrames`.
 * Only what begins like a format Pixelmill reads ever reaches libvips.
 */
export async function inspect(path: string, limits: InspectionLimits): Promise<Result<ImageInfo>> {
  const { bytes, kind } = await look(path);
  if (bytes === 0) return fail(failure("emptyFile"));
  if (kind === "svg") return fail(failure("svgNotSupported"));
  if (kind === "unknown") return fail(failure("unsupportedFormat"));
  try {
    // The limits are checked here, with their numbers; sharp's own would only say that there is one.
    const header = await sharp(path, { failOn: "error", limitInputPixels: false }).metadata();
    if (header.format === "heif" && header.compression !== "av1") return fail(failure("unsupportedFormat"));
    const facts = { ...imageInfo(kind, header, bytes), ...(await lookFacts(path, kind, header)) };
    const lossless = await isLossless(path, kind);
    const known = lossless === null ? facts : { ...facts, lossless };
    const info = kind === "png" ? { ...known, frames: await pngFrames(path) } : known;
    if (kind === "gif" && (await isTruncated(path, kind))) return fail(failure("truncatedImage"));
    const refusal = beyond(limits, info);
    return refusal === null ? ok(info) : fail(refusal);
  } catch (error) {
    return fail(await failureOf(error, { path, format: kind }));
  }
}

async function look(path: string): Promise<{ bytes: number; kind: Kind }> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
    return { bytes: size, kind: sniff(buffer.subarray(0, bytesRead)) };
  } finally {
    await handle.close();
  }
}

function beyond({ maxPixels, maxFrames }: InspectionLimits, info: ImageInfo): Failure | null {
  const { frames } = info;
  if (frames > maxFrames) return failure("tooManyFrames", { frames, limit: maxFrames });
  const pixels = info.width * info.height * frames;
  return pixels > maxPixels ? failure("tooManyPixels", { pixels: megapixels(pixels), limit: megapixels(maxPixels) }) : null;
}

/** One decimal, and never rounded down to the limit it is above. */
const megapixels = (pixels: number): number => Math.ceil(pixels / 1e5) / 10;
