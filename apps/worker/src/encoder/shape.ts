import {
  effectiveQuality,
  fail,
  failure,
  formats,
  type ImageFormat,
  type ImageInfo,
  ok,
  outputFormat,
  type Result,
  resizedDimensions,
  type Settings,
} from "@pixelmill/core";

/** What an output will be, decided from facts and settings before any pixel is decoded. */
export interface OutputShape {
  readonly format: ImageFormat;
  /** Pixels of one frame, as displayed. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** 1–100; null where the format is lossless. */
  readonly quality: number | null;
  readonly resized: boolean;
  /** Frames or pages are left out. */
  readonly firstFrameOnly: boolean;
  /** The same picture in the same format: the original may stand in for it. */
  readonly unconverted: boolean;
}

/**
 * Decides the output of a task. `imageTooLargeForFormat` where the format can't hold its sides; `unsupportedVariant` where an
 * animated PNG would have to stay one, which libvips can't write: as a still picture it would take the animation's place.
 */
export function outputShape(info: ImageInfo, settings: Settings): Result<OutputShape> {
  const format = outputFormat(info.format, settings.format);
  const { width, height } = resizedDimensions({ width: info.width, height: info.height }, settings.resize);
  const { label, maxSide } = formats[format];
  if (Math.max(width, height) > maxSide)
    return fail(failure("imageTooLargeForFormat", { format: label, limit: maxSide, width, height }));
  const resized = width !== info.width || height !== info.height;
  const frames = keepsFrames(info.format, format) ? info.frames : 1;
  const firstFrameOnly = frames < info.frames;
  if (firstFrameOnly && format === "png" && info.format === "png") return fail(failure("unsupportedVariant", { format: label }));
  const unconverted = format === info.format && !resized && !firstFrameOnly;
  return ok({ format, width, height, frames, quality: effectiveQuality(format, settings), resized, firstFrameOnly, unconverted });
}

/** Frames stay frames and pages stay pages; the pages of a TIFF are no animation. */
function keepsFrames(source: ImageFormat, output: ImageFormat): boolean {
  if (source === "tiff" || output === "tiff") return source === output;
  return formats[source].holdsFrames && formats[output].holdsFrames;
}
