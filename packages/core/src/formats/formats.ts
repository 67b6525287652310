import { avif } from "./avif.ts";
import { bmp } from "./bmp.ts";
import type { FormatFacts, ReadOnlyFacts, SourceFacts } from "./formatFacts.ts";
import { gif } from "./gif.ts";
import { heic } from "./heic.ts";
import { ico } from "./ico.ts";
import { jpeg } from "./jpeg.ts";
import { jxl } from "./jxl.ts";
import { png } from "./png.ts";
import { svg } from "./svg.ts";
import { tiff } from "./tiff.ts";
import { webp } from "./webp.ts";

/** Every format that Pixelmill reads and writes. */
export const formats = { jpeg, png, webp, avif, gif, tiff } as const satisfies Record<string, FormatFacts>;

/** Every format that Pixelmill only reads. */
export const readOnlyFormats = { heic, jxl, bmp, ico } as const satisfies Record<string, ReadOnlyFacts>;

/** Every format of drawings, which have no pixels: each comes out as itself alone. */
export const drawingFormats = { svg } as const satisfies Record<string, SourceFacts>;

/** A format of pixels that Pixelmill reads and writes. */
export type ImageFormat = keyof typeof formats;

export type ReadOnlyFormat = keyof typeof readOnlyFormats;

export type DrawingFormat = keyof typeof drawingFormats;

/** Everything that Pixelmill reads. */
export type SourceFormat = ImageFormat | ReadOnlyFormat | DrawingFormat;

/** Everything that comes out of it. */
export type DeliveredFormat = ImageFormat | DrawingFormat;

/** The facts of everything that is read, also of what is written too. */
export const sourceFacts: Readonly<Record<SourceFormat, SourceFacts>> = { ...formats, ...readOnlyFormats, ...drawingFormats };

export const imageFormats = Object.keys(formats) as [ImageFormat, ...ImageFormat[]];

export const deliveredFormats = Object.keys({ ...formats, ...drawingFormats }) as [DeliveredFormat, ...DeliveredFormat[]];

export const sourceFormats = Object.keys(sourceFacts) as [SourceFormat, ...SourceFormat[]];

/** The formats that `auto` can choose from: what every browser shows. */
export const candidateFormats = ["jpeg", "png", "webp", "avif"] as const satisfies readonly ImageFormat[];

export type CandidateFormat = (typeof candidateFormats)[number];

/** What a user may ask for: a format, `original`, which keeps whatever each source was, or `auto`, which takes the smallest. */
export const targetFormats = ["original", "auto", "jpeg", "png", "webp", "avif"] as const;

export type TargetFormat = (typeof targetFormats)[number];

/** What of a source decides which format `original` is. */
export interface SourceKind {
  readonly format: SourceFormat;
  readonly hasAlpha?: boolean | undefined;
  /** Whether it is stored without loss; absent where that is not known. */
  readonly lossless?: boolean | undefined;
}

/** Whether a format is written too: a source of it can stay what it is. */
export const isWritten = (format: SourceFormat): format is ImageFormat => format in formats;

/** Whether a source is a drawing. */
export const isDrawing = (format: SourceFormat): format is DrawingFormat => format in drawingFormats;

/**
 * The format in which a picture comes out under a target that leaves no choice; a drawing has none. What can't stay what it is becomes
 * a JPEG, or a PNG where that would lose something.
 */
export function outputFormat(source: SourceKind, target: Exclude<TargetFormat, "auto">): ImageFormat {
  if (target !== "original") return target;
  const { format } = source;
  if (isWritten(format)) return format;
  if (isDrawing(format)) throw new Error("A drawing has no pixels to be written.");
  const { becomes } = readOnlyFormats[format];
  return source.hasAlpha === true || source.lossless === true ? becomes.exact : becomes.lossy;
}

/** Frames that an output keeps of its source: frames stay frames and pages stay pages, but the pages of a TIFF are no animation. */
export function keptFrames(source: { readonly format: SourceFormat; readonly frames: number }, output: ImageFormat): number {
  const eitherTiff = source.format === "tiff" || output === "tiff";
  const keeps = eitherTiff ? source.format === output : sourceFacts[source.format].animates && formats[output].holdsFrames;
  return keeps ? source.frames : 1;
}

/** Whether more than 8 bits a channel of a source stay in an output: 16 between formats that hold them, 10 and 12 where AVIF stays AVIF. */
export const holdDeep = (source: SourceFormat, output: ImageFormat): boolean =>
  (source === "avif" && output === "avif") || (sourceFacts[source].holdsDeep && formats[output].holdsDeep);
