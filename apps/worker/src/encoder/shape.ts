import {
  type ColourPolicy,
  effectiveQuality,
  fail,
  failure,
  formats,
  type Geometry,
  geometryOf,
  type ImageFormat,
  type ImageInfo,
  isSharpened,
  keptFrames,
  type OutputSettings,
  ok,
  outputFormat,
  type Result,
  sameSize,
} from "@pixelmill/core";

/** What an output will be, decided from facts and settings before any pixel is decoded: the sizes are of one frame, as displayed. */
export interface OutputShape extends Geometry {
  readonly format: ImageFormat;
  readonly frames: number;
  /** 1–100; null where the format is lossless. */
  readonly quality: number | null;
  readonly resized: boolean;
  readonly sharpened: boolean;
  readonly colour: ColourPolicy;
  /** Frames or pages are left out. */
  readonly firstFrameOnly: boolean;
  /** The same picture in the same format: the original may stand in for it. */
  readonly unconverted: boolean;
}

/**
 * Decides one output of a task. `imageTooLargeForFormat` where the format can't hold its sides; `unsupportedVariant` where an
 * animated PNG would have to stay one, which libvips can't write: as a still picture it would take the animation's place.
 */
export function outputShape(info: ImageInfo, output: OutputSettings): Result<OutputShape> {
  const format = outputFormat(info.format, output.format);
  const geometry = geometryOf(info, output.resize);
  const { width, height } = geometry;
  const { label, maxSide } = formats[format];
  if (Math.max(width, height) > maxSide)
    return fail(failure("imageTooLargeForFormat", { format: label, limit: maxSide, width, height }));
  const resized = !sameSize(geometry, info);
  const frames = keptFrames(info, format);
  const firstFrameOnly = frames < info.frames;
  if (firstFrameOnly && format === "png" && info.format === "png") return fail(failure("unsupportedVariant", { format: label }));
  const unconverted = format === info.format && !resized && !firstFrameOnly;
  const sharpened = isSharpened(info, output, frames, geometry);
  const quality = effectiveQuality(format, output);
  return ok({ ...geometry, format, frames, quality, resized, sharpened, colour: output.colour, firstFrameOnly, unconverted });
}
