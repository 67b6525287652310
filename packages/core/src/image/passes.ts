import { holdDeep, type ImageFormat, isDrawing, keptFrames } from "../formats/formats.ts";
import { type Dimensions, type Geometry, geometryOf } from "../settings/geometry.ts";
import { isSearched } from "../settings/quality.ts";
import type { OutputSettings } from "../settings/settings.ts";
import type { ImageInfo } from "./imageInfo.ts";
import { isKeptLossless, isSearchable, triedFormats } from "./triedFormats.ts";

/**
 * Most bytes of decoded pixels that are kept for a task's further outputs. At full size a decode is a small part of what an encode
 * takes (three formats of one decode: 1.04 times as fast, against 1.74 times at 640 pixels), so a large image is read again instead.
 */
export const maxHeldBytes = 64e6;

/** One of a task's outputs. */
export interface PassOutput {
  /** Its place in the settings. */
  readonly index: number;
  readonly settings: OutputSettings;
  /** The formats that are tried, one of which is kept. */
  readonly formats: readonly [ImageFormat, ...ImageFormat[]];
  /** What is made of the picture at its size in the pass: a box may cut it or give it a border. */
  readonly geometry: Geometry;
}

/**
 * Whether an output is made from pixels that are held meanwhile: because it is encoded in several qualities or formats to keep the best,
 * or because what was written without loss is compared with them. A JPEG is written without loss from its own file.
 */
export const isHeld = (info: ImageInfo, { settings, formats }: Pick<PassOutput, "settings" | "formats">): boolean =>
  formats.length > 1 ||
  (isSearched(settings.quality) && formats.some(isSearchable)) ||
  // What is held is in sRGB: what keeps its colours can't be compared with it.
  (settings.colour === "srgb" && formats.some((format) => format !== "jpeg" && isKeptLossless(info, settings, format)));

/** One size of a source's whole picture in one pass, with its outputs: whatever a box cuts off or adds is done for each of them. */
export interface PassSize extends Dimensions {
  readonly outputs: readonly PassOutput[];
}

/** One reading of a source with everything that is made of it. */
export interface Pass {
  /** Frames that are read. */
  readonly frames: number;
  /**
   * Bytes of a decoded pixel while outputs are made of it one after another; null where there is one output only, which streams from
   * file to file and holds nothing.
   */
  readonly heldBytesPerPixel: number | null;
  /** The sizes, the largest first: each is made from the one before it. */
  readonly sizes: readonly PassSize[];
}

interface Wish {
  readonly output: PassOutput;
  readonly frames: number;
}

/**
 * How the outputs of a task come from its source: each alone, or several from one decode. Those share that are stills, not enlarged
 * and small enough to be held in memory; what keeps several frames or its own colours, and what nothing else could share with, streams
 * alone. What has to be held (see {@link isHeld}) is held even so, in a pass of its own where it is too large to share.
 */
export function passesOf(info: ImageInfo, outputs: readonly OutputSettings[]): readonly Pass[] {
  // A drawing has no pixels to be read.
  if (isDrawing(info.format)) return [];
  const wishes = outputs.map((settings, index) => wishOf(info, settings, index));
  // What is held is in sRGB already.
  const stills = wishes.filter(({ frames, output }) => frames === 1 && output.settings.colour === "srgb");
  const bytesPerPixel = heldBytesPerPixel(info, stills);
  const small = stills.filter(({ output: { geometry } }) => isShareable(info, geometry.scaled, bytesPerPixel));
  const shared = small.length > 1 ? small : [];
  const alone = wishes.filter((wish) => !shared.includes(wish)).map((wish) => passAlone(info, wish));
  return shared.length === 0 ? alone : [...alone, { frames: 1, heldBytesPerPixel: bytesPerPixel, sizes: bySize(shared) }];
}

function wishOf(info: ImageInfo, settings: OutputSettings, index: number): Wish {
  const formats = triedFormats(info, settings);
  const geometry = geometryOf(info, settings.resize);
  // Candidates that keep fewer frames than others are not tried.
  return { output: { index, settings, formats, geometry }, frames: keptFrames(info, formats[0]) };
}

/** What is enlarged would be a blurred source of every smaller size. */
const isShareable = (source: Dimensions, { width, height }: Dimensions, bytesPerPixel: number): boolean =>
  width <= source.width && height <= source.height && width * height * bytesPerPixel <= maxHeldBytes;

const heldBytesPerPixel = (info: ImageInfo, wishes: readonly Wish[]): number =>
  (info.hasAlpha ? 4 : 3) * (info.bitDepth > 8 && wishes.some(({ output }) => holdsDeep(info, output)) ? 2 : 1);

const holdsDeep = (info: ImageInfo, { formats }: PassOutput): boolean => formats.some((format) => holdDeep(info.format, format));

const passAlone = (info: ImageInfo, { output, frames }: Wish): Pass => ({
  frames,
  heldBytesPerPixel: isHeld(info, output) ? heldBytesPerPixel(info, [{ output, frames }]) : null,
  sizes: [{ ...output.geometry.scaled, outputs: [output] }],
});

/** Whole pictures all have the source's aspect ratio: the widest is the highest as well. */
function bySize(wishes: readonly Wish[]): readonly PassSize[] {
  const sizes = new Map<string, Dimensions & { outputs: PassOutput[] }>();
  for (const { output } of wishes) {
    const { width, height } = output.geometry.scaled;
    const size = sizes.get(`${width}x${height}`) ?? { width, height, outputs: [] };
    size.outputs.push(output);
    sizes.set(`${width}x${height}`, size);
  }
  return [...sizes.values()].sort((a, b) => b.width - a.width || b.height - a.height);
}
