import type { EncodedResult, ImageInfo, KeptReason, Settings, Warning } from "@pixelmill/core";
import type { OutputShape } from "./shape.ts";

/** What the choice between an encoded image and its original is made from. */
export interface Choice {
  readonly info: ImageInfo;
  readonly shape: OutputShape;
  readonly settings: Pick<Settings, "minimumSaving">;
  /** Size of the encoded image. */
  readonly bytes: number;
  /** What the steps before had to say. */
  readonly warnings: readonly Warning[];
}

/** The result of an encode: an original is kept only where it is the same picture in the same format and hardly larger. */
export function choose(choice: Choice): EncodedResult {
  const reason = choice.shape.unconverted ? keptReason(choice) : null;
  return reason === null ? optimized(choice) : keptOriginal(choice.info, reason);
}

function keptReason({ info, settings, bytes }: Choice): KeptReason | null {
  if (bytes >= info.bytes) return "wouldBeLarger";
  return 1 - bytes / info.bytes < settings.minimumSaving ? "belowMinimumSaving" : null;
}

function optimized({ info, shape, bytes, warnings }: Choice): EncodedResult {
  const { format, width, height, frames } = shape;
  const all: Warning[] = [...warnings];
  if (shape.firstFrameOnly) all.push("firstFrameOnly");
  if (bytes > info.bytes) all.push("larger");
  return { status: "optimized", output: { format, width, height, frames, bytes }, warnings: all };
}

function keptOriginal({ format, width, height, frames, bytes, hasMetadata }: ImageInfo, reason: KeptReason): EncodedResult {
  const warnings: Warning[] = hasMetadata ? ["metadataKept"] : [];
  return { status: "keptOriginal", reason, output: { format, width, height, frames, bytes }, warnings };
}
