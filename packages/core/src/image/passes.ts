import { holdDeep, type ImageFormat, keptFrames, outputFormat } from "../formats/formats.ts";
import { type Dimensions, type Geometry, geometryOf } from "../settings/geometry.ts";
import type { OutputSettings } from "../settings/settings.ts";
import type { ImageInfo } from "./imageInfo.ts";

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
  readonly format: ImageFormat;
  /** What is made of the picture at its size in the pass: a box may cut it or give it a border. */
  readonly geometry: Geometry;
}

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
 * and small enough to be held in memory; what keeps several frames or its own colours, and what nothing else could share with, streams alone.
 */
export function passesOf(info: ImageInfo, outputs: readonly OutputSettings[]): readonly Pass[] {
  const wishes = outputs.map((settings, index) => wishOf(info, settings, index));
  // What is held is in sRGB already.
  const stills = wishes.filter(({ frames, output }) => frames === 1 && output.settings.colour === "srgb");
  const bytesPerPixel = heldBytesPerPixel(info, stills);
  const small = stills.filter(({ output: { geometry } }) => isShareable(info, geometry.scaled, bytesPerPixel));
  const shared = small.length > 1 ? small : [];
  const alone = wishes.filter((wish) => !shared.includes(wish)).map(streamed);
  return shared.length === 0 ? alone : [...alone, { frames: 1, heldBytesPerPixel: bytesPerPixel, sizes: bySize(shared) }];
}

function wishOf(info: ImageInfo, settings: OutputSettings, index: number): Wish {
  const format = outputFormat(info.format, settings.format);
  const geometry = geometryOf(info, settings.resize);
  return { output: { index, settings, format, geometry }, frames: keptFrames(info, format) };
}

/** What is enlarged would be a blurred source of every smaller size. */
const isShareable = (source: Dimensions, { width, height }: Dimensions, bytesPerPixel: number): boolean =>
  width <= source.width && height <= source.height && width * height * bytesPerPixel <= maxHeldBytes;

const heldBytesPerPixel = (info: ImageInfo, wishes: readonly Wish[]): number =>
  (info.hasAlpha ? 4 : 3) * (info.bitDepth > 8 && wishes.some(({ output }) => holdDeep(info.format, output.format)) ? 2 : 1);

const streamed = ({ output, frames }: Wish): Pass => ({
  frames,
  heldBytesPerPixel: null,
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
