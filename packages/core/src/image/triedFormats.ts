import {
  type DeliveredFormat,
  formats,
  type ImageFormat,
  isDrawing,
  isWritten,
  keptFrames,
  outputFormat,
  type SourceFormat,
} from "../formats/formats.ts";
import type { OutputSettings } from "../settings/settings.ts";
import type { ImageInfo } from "./imageInfo.ts";

type Wish = Pick<OutputSettings, "format" | "candidates" | "quality" | "chroma">;
type Facts = Pick<ImageInfo, "format" | "frames"> & Partial<Pick<ImageInfo, "hasAlpha" | "lossless">>;

/**
 * The formats that are tried for an output, the smallest of which is kept: one, but of `auto` every candidate that can hold the image as
 * far as its header tells. Where none of them can, the source's own.
 */
export function triedFormats(info: Facts, wish: Wish): readonly [ImageFormat, ...ImageFormat[]] {
  if (wish.format !== "auto") return [outputFormat(info, wish.format)];
  const [first, ...others] = wish.candidates.filter((candidate) => canBeTried(info, wish, candidate));
  return first === undefined ? [outputFormat(info, "original")] : [first, ...others];
}

function canBeTried(info: Facts, { quality, chroma }: Wish, candidate: ImageFormat): boolean {
  // The pages of a TIFF are no animation: as for any format that is asked for by name, the first of them counts.
  if (info.format !== "tiff" && keptFrames(info, candidate) < info.frames) return false;
  if (quality === "lossless") return candidate !== "jpeg" || info.format === "jpeg";
  return chroma !== "4:4:4" || candidate !== "webp";
}

/**
 * Whether the source may stand in for an output of `auto`: its format was allowed, or it is a GIF, which every browser shows and which
 * can't be a candidate because nothing is ever made into one.
 */
export const mayStayUnderAuto = (source: SourceFormat, { candidates }: Pick<OutputSettings, "candidates">): boolean =>
  source === "gif" || (candidates as readonly SourceFormat[]).includes(source);

/** Every format that a file may come out in: those that are tried, and the source's where it may be kept. */
export function possibleFormats(info: Facts, wish: Wish): readonly DeliveredFormat[] {
  const own = wish.format === "auto" || wish.format === "original";
  if (isDrawing(info.format) && own) return [info.format];
  const kept = wish.format === "auto" && isWritten(info.format) && mayStayUnderAuto(info.format, wish) ? [info.format] : [];
  return [...new Set([...triedFormats(info, wish), ...kept])];
}

/** Whether a format has a quality that can be searched: one of its own, or the colours of a palette. */
export const isSearchable = (format: ImageFormat): boolean => format === "png" || formats[format].quality !== null;

/**
 * Whether a format that could lose something is to be written without loss: because that is asked for, or because the source has lost
 * nothing and stays what it is.
 */
export function isKeptLossless(
  info: Pick<ImageInfo, "lossless">,
  { format, quality }: Pick<OutputSettings, "format" | "quality">,
  output: ImageFormat,
): boolean {
  if (formats[output].quality === null) return false;
  return quality === "lossless" || (quality === null && format === "original" && info.lossless === true);
}
