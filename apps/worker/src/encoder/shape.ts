import {
  type Chroma,
  type ColourPolicy,
  type Effort,
  effectiveQuality,
  fail,
  failure,
  formats,
  type Geometry,
  geometryOf,
  holdDeep,
  type ImageFormat,
  type ImageInfo,
  isKeptLossless,
  isSharpened,
  keptFrames,
  mayStayUnderAuto,
  type OutputSettings,
  ok,
  type Result,
  type SourceFormat,
  sameSize,
  triedFormats,
} from "@pixelmill/core";

/**
 * What an output will be in one format, decided from facts and settings before any pixel is decoded: the sizes are of one frame, as
 * displayed.
 */
export interface OutputShape extends Geometry {
  readonly format: ImageFormat;
  readonly frames: number;
  /** 1–100, where none is searched; null where nothing is to be lost. */
  readonly quality: number | null;
  readonly effort: Effort;
  /** No loss was asked for, so that a PNG is worth more time than usual. */
  readonly asksLossless: boolean;
  readonly chroma: Chroma | "auto";
  /** Most colours of a PNG's palette; null for none. */
  readonly colours: number | null;
  readonly resized: boolean;
  readonly sharpened: boolean;
  readonly colour: ColourPolicy;
  /** Bits of a channel: the source's where the output keeps more than 8, else 8. */
  readonly bitDepth: number;
  /** Frames or pages are left out. */
  readonly firstFrameOnly: boolean;
  /** The same picture in the same format, or under `auto` in one that will do: the original may stand in for it. */
  readonly unconverted: boolean;
  /** An animation that is read and not written: nothing but the original can stand for it. */
  readonly keptAnimation: boolean;
  /** `original` was asked for, of a source whose format is only read. */
  readonly formatChanged: boolean;
}

/**
 * Decides one output of a task in one format, the first of those it may have unless another is given. `imageTooLargeForFormat` where the format can't hold its sides; `unsupportedVariant` where
 * an animated PNG or AVIF would have to be resized and stay one, which libvips can't write: as a still picture it would take the
 * animation's place.
 */
export function outputShape(
  info: ImageInfo,
  output: OutputSettings,
  format: ImageFormat = triedFormats(info, output)[0],
): Result<OutputShape> {
  const geometry = geometryOf(info, output.resize);
  const { width, height } = geometry;
  const { label, maxSide } = formats[format];
  if (Math.max(width, height) > maxSide)
    return fail(failure("imageTooLargeForFormat", { format: label, limit: maxSide, width, height }));
  const resized = !sameSize(geometry, info);
  const frames = keptFrames(info, format);
  const firstFrameOnly = frames < info.frames;
  const keptAnimation = firstFrameOnly && format === info.format;
  if (keptAnimation && resized) return fail(failure("unsupportedVariant", { format: label }));
  const formatChanged = output.format === "original" && format !== info.format;
  const sharpened = isSharpened(info, output, frames, geometry);
  const { effort, chroma, colours } = output;
  const quality = isKeptLossless(info, output, format) ? null : effectiveQuality(format, output);
  const unconverted = !resized && !firstFrameOnly && isRightFormat(info.format, output, format);
  const asksLossless = output.quality === "lossless";
  const bitDepth = holdDeep(info.format, format) ? Math.max(8, info.bitDepth) : 8;
  const encoded = { bitDepth, quality, effort, asksLossless, chroma, colours, colour: output.colour };
  const kept = { unconverted, keptAnimation, formatChanged };
  return ok({ ...geometry, ...encoded, ...kept, format, frames, resized, sharpened, firstFrameOnly });
}

const isRightFormat = (source: SourceFormat, output: OutputSettings, format: ImageFormat): boolean =>
  output.format === "auto" ? mayStayUnderAuto(source, output) : source === format;
