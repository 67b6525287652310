import {
  type EncodedResult,
  type Encoding,
  failure,
  formatBytes,
  type ImageInfo,
  type KeptReason,
  type Settings,
  type Warning,
} from "@pixelmill/core";
import type { OutputShape } from "./shape.ts";

/** What the choice between an encoded image and its original is made from. */
export interface Choice {
  readonly info: ImageInfo;
  readonly shape: OutputShape;
  readonly settings: Pick<Settings, "minimumSaving">;
  /** Most bytes that may be delivered; null for no limit. */
  readonly maxBytes: number | null;
  /** Size of the encoded image. */
  readonly bytes: number;
  readonly encoding: Encoding;
  /** What the steps before had to say. */
  readonly warnings: readonly Warning[];
}

/**
 * The result of an encode: an original is kept only where it is the same picture in the same format and hardly larger. `exceedsMaxBytes`
 * where neither of them is within the limit.
 */
export function choose(choice: Choice): EncodedResult {
  const { info, bytes, maxBytes } = choice;
  const limit = maxBytes ?? Number.POSITIVE_INFINITY;
  const reason = choice.shape.unconverted && info.bytes <= limit ? keptReason(choice) : null;
  if (reason !== null) return keptOriginal(info, reason);
  if (bytes <= limit) return optimized(choice);
  const needed = { bytes: formatBytes(bytes), limit: formatBytes(limit) };
  return { status: "failed", error: failure("exceedsMaxBytes", needed) };
}

function keptReason({ info, settings, bytes }: Choice): KeptReason | null {
  if (bytes >= info.bytes) return "wouldBeLarger";
  return 1 - bytes / info.bytes < settings.minimumSaving ? "belowMinimumSaving" : null;
}

function optimized({ info, shape, bytes, encoding, warnings }: Choice): EncodedResult {
  const { format, width, height, frames } = shape;
  const all: Warning[] = [...warnings];
  if (shape.firstFrameOnly) all.push("firstFrameOnly");
  if (bytes > info.bytes) all.push("larger");
  return { status: "optimized", output: { format, width, height, frames, bytes }, encoding, warnings: all };
}

function keptOriginal({ format, width, height, frames, bytes, hasMetadata }: ImageInfo, reason: KeptReason): EncodedResult {
  const warnings: Warning[] = hasMetadata ? ["metadataKept"] : [];
  return { status: "keptOriginal", reason, output: { format, width, height, frames, bytes }, warnings };
}
