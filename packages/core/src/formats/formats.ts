import { avif } from "./avif.ts";
import type { FormatFacts } from "./formatFacts.ts";
import { gif } from "./gif.ts";
import { jpeg } from "./jpeg.ts";
import { png } from "./png.ts";
import { tiff } from "./tiff.ts";
import { webp } from "./webp.ts";

/** Every format Pixelmill reads; each of them can be written again as itself. */
export const formats = { jpeg, png, webp, avif, gif, tiff } as const satisfies Record<string, FormatFacts>;

/** A format that Pixelmill reads and writes. */
export type ImageFormat = keyof typeof formats;

export const imageFormats = Object.keys(formats) as [ImageFormat, ...ImageFormat[]];

/** The formats that `auto` can choose from: what every browser shows. */
export const candidateFormats = ["jpeg", "png", "webp", "avif"] as const satisfies readonly ImageFormat[];

export type CandidateFormat = (typeof candidateFormats)[number];

/** What a user may ask for: a format, `original`, which keeps whatever each source was, or `auto`, which takes the smallest. */
export const targetFormats = ["original", "auto", "jpeg", "png", "webp", "avif"] as const;

export type TargetFormat = (typeof targetFormats)[number];

/** The format in which a source comes out under a target that leaves no choice. */
export const outputFormat = (source: ImageFormat, target: Exclude<TargetFormat, "auto">): ImageFormat =>
  target === "original" ? source : target;

/** Frames that an output keeps of its source: frames stay frames and pages stay pages, but the pages of a TIFF are no animation. */
export function keptFrames(source: { readonly format: ImageFormat; readonly frames: number }, output: ImageFormat): number {
  const eitherTiff = source.format === "tiff" || output === "tiff";
  const keeps = eitherTiff ? source.format === output : formats[source.format].holdsFrames && formats[output].holdsFrames;
  return keeps ? source.frames : 1;
}

/** Whether 16 bits a channel of a source can stay in an output. */
export const holdDeep = (source: ImageFormat, output: ImageFormat): boolean =>
  formats[source].holdsDeep && formats[output].holdsDeep;
