import {
  type EncodedResult,
  type Encoding,
  failure,
  formatBytes,
  type ImageInfo,
  type KeptReason,
  keptOriginal,
  type Settings,
  type Warning,
} from "@pixelmill/core";
import type { OutputShape } from "./shape.ts";
import type { Original } from "./steps/metadata.ts";

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
  /** The original without what its settings remove; null where it is no alternative: another picture or format, or not to be taken apart. */
  readonly original: Original | null;
}

/** A result, and the file that it is about: the encoded image, the original without its metadata, or the original as it is. */
export interface Chosen {
  readonly result: EncodedResult;
  readonly delivers: "encoded" | "bareOriginal" | "original";
}

/**
 * The result of an encode: an original is kept only where it is the same picture in the same format and hardly larger. `exceedsMaxBytes`
 * where neither of them is within the limit.
 */
export function choose(choice: Choice): Chosen {
  const { info, bytes, maxBytes, original } = choice;
  const limit = maxBytes ?? Number.POSITIVE_INFINITY;
  const reason = original === null || original.bytes > limit ? null : keptReason(choice, original);
  if (original === null || reason === null)
    return { result: bytes <= limit ? optimized(choice) : exceeds(bytes, limit), delivers: "encoded" };
  if (original.pieces === null)
    return { result: keptOriginal({ ...info, format: original.format }, reason), delivers: "original" };
  return { result: bareOriginal(info, original), delivers: "bareOriginal" };
}

/** Compared with what would be delivered: metadata that goes in any case is no saving of the encode. */
function keptReason({ settings, bytes }: Choice, original: Original): KeptReason | null {
  if (bytes >= original.bytes) return "wouldBeLarger";
  return 1 - bytes / original.bytes < settings.minimumSaving ? "belowMinimumSaving" : null;
}

function exceeds(bytes: number, limit: number): EncodedResult {
  return { status: "failed", error: failure("exceedsMaxBytes", { bytes: formatBytes(bytes), limit: formatBytes(limit) }) };
}

/** The original's own pixels: nothing was encoded. */
export function bareOriginal(info: ImageInfo, { format, bytes, warnings }: Original): EncodedResult {
  const { width, height, frames } = info;
  return {
    status: "optimized",
    output: { format, width, height, frames, bytes },
    warnings: [...warnings, ...larger(bytes, info)],
  };
}

const larger = (bytes: number, source: ImageInfo): readonly Warning[] => (bytes > source.bytes ? ["larger"] : []);

function optimized({ info, shape, bytes, encoding, warnings }: Choice): EncodedResult {
  const { format, width, height, frames } = shape;
  const all: Warning[] = [...warnings];
  if (shape.formatChanged) all.push("formatChanged");
  if (shape.firstFrameOnly) all.push("firstFrameOnly");
  all.push(...larger(bytes, info));
  return { status: "optimized", output: { format, width, height, frames, bytes }, encoding, warnings: all };
}
