import type { EncodedResult, Id, ImageInfo, Result, Settings } from "@pixelmill/core";

/** One task of a batch on its way to an encoder. Its source is `in/<taskId>` of the desk, its outputs go to `out/<taskId>-<index>`. */
export interface EncodeTask {
  readonly taskId: Id;
  readonly info: ImageInfo;
  readonly settings: Settings;
  /** Threads libvips may use for it. */
  readonly threads: number;
}

/** What the parent tells an encoder. */
export type ParentMessage =
  | { readonly type: "batch"; readonly tasks: readonly EncodeTask[] }
  /** Give back those of these tasks that have not begun. */
  | { readonly type: "recall"; readonly taskIds: readonly Id[] }
  /** Read the header of `in/<name>`. */
  | { readonly type: "inspect"; readonly name: string; readonly limits: InspectionLimits }
  /** Finish what has begun, then exit. */
  | { readonly type: "stop" };

/** Limits that are decided from the header, before any pixel is decoded. */
export interface InspectionLimits {
  readonly maxPixels: number;
  readonly maxFrames: number;
  /** Of a drawing's text. */
  readonly maxSvgBytes: number;
  readonly maxSvgElements: number;
}

/** What an encoder tells its parent. */
export type EncoderMessage =
  /** Every codec is warm. */
  | { readonly type: "ready" }
  | { readonly type: "started"; readonly taskId: Id }
  /** One result for each output, in the order of the settings: its file is whole, not yet durable, in `out` where it is `optimized`. */
  | { readonly type: "finished"; readonly taskId: Id; readonly results: readonly EncodedResult[]; readonly wallMs: number }
  | { readonly type: "recalled"; readonly taskIds: readonly Id[] }
  | { readonly type: "inspected"; readonly name: string; readonly result: Result<ImageInfo> };
