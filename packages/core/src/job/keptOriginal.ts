import type { ImageFormat } from "../formats/formats.ts";
import type { ImageInfo } from "../image/imageInfo.ts";
import type { KeptReason, TaskResult } from "./taskResult.ts";

/** A source that can be delivered as it is. */
export type KeptInfo = ImageInfo & { readonly format: ImageFormat };

/** The result that delivers a source as it is. */
export const keptOriginal = (
  { format, width, height, frames, bytes }: KeptInfo,
  reason: KeptReason,
): Extract<TaskResult, { readonly status: "keptOriginal" }> => ({
  status: "keptOriginal",
  reason,
  output: { format, width, height, frames, bytes },
  warnings: [],
});
