import type { EncodedResult, ImageInfo, KeptReason, Settings, Warning } from "@pixelmill/core";
import type { OutputShape } from "./shape.ts";
import type { Original } from "./steps/metadata.ts";

/** What the choice between an encoded image and its original is made from. */
export interface Choice {
  readonly info: ImageInfo;
  readonly shape: OutputShape;
  readonly settings: Pick<Settings, "minimumSaving">;
  /** Size of the encoded image. */
  readonly bytes: number;
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

/** The result of an encode: an original is kept only where it is the same picture in the same format and hardly larger. */
export function choose(choice: Choice): Chosen {
  const { info, original } = choice;
  const reason = original === null ? null : keptReason(choice, original);
  if (original === null || reason === null) return { result: optimized(choice), delivers: "encoded" };
  if (original.pieces === null) return { result: keptOriginal(info, reason), delivers: "original" };
  return { result: optimized({ ...choice, bytes: original.bytes, warnings: original.warnings }), delivers: "bareOriginal" };
}

/** Compared with what would be delivered: metadata that goes in any case is no saving of the encode. */
function keptReason({ settings, bytes }: Choice, original: Original): KeptReason | null {
  if (bytes >= original.bytes) return "wouldBeLarger";
  return 1 - bytes / original.bytes < settings.minimumSaving ? "belowMinimumSaving" : null;
}

function optimized({ info, shape, bytes, warnings }: Choice): EncodedResult {
  const { format, width, height, frames } = shape;
  const all: Warning[] = [...warnings];
  if (shape.firstFrameOnly) all.push("firstFrameOnly");
  if (bytes > info.bytes) all.push("larger");
  return { status: "optimized", output: { format, width, height, frames, bytes }, warnings: all };
}

function keptOriginal({ format, width, height, frames, bytes }: ImageInfo, reason: KeptReason): EncodedResult {
  return { status: "keptOriginal", reason, output: { format, width, height, frames, bytes }, warnings: [] };
}
