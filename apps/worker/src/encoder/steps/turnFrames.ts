import type { ImageInfo } from "@pixelmill/core";
import sharp, { type Metadata, type Sharp } from "sharp";
import type { OutputShape } from "../shape.ts";
import { turnedSize } from "../turnedSize.ts";

/** Samples of pixels, without gaps. */
type Samples = Uint8Array | Uint16Array;

/** Whether several frames have to be turned. They lie in one tall image, which as a whole would be turned with their order. */
export const turnsFrames = ({ orientation }: ImageInfo, { frames }: Pick<OutputShape, "frames">): boolean =>
  frames > 1 && orientation > 1;

/**
 * Turns every frame of a converted image upright by itself, in memory: the samples as they lie in the file and as they are to lie. The
 * pipeline that is given back starts there; delays and loop are handed on.
 */
export async function turnFrames(
  image: Sharp,
  header: Metadata,
  { orientation }: ImageInfo,
  { frames }: Pick<OutputShape, "frames">,
): Promise<Sharp> {
  const isDeep = header.depth === "ushort";
  const { data, info } = await image.raw({ depth: isDeep ? "ushort" : "uchar" }).toBuffer({ resolveWithObject: true });
  const samples = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const stored = { width: info.width, height: info.height / frames, channels: info.channels };
  const turned = isDeep ? new Uint16Array(samples.length) : new Uint8Array(samples.length);
  const length = samples.length / frames;
  for (let at = 0; at < samples.length; at += length)
    turnFrame(samples.subarray(at, at + length), turned.subarray(at, at + length), stored, orientation);
  const { width, height } = turnedSize(stored, orientation);
  const raw = { width, height: height * frames, channels: info.channels, pageHeight: height };
  const result = sharp(turned, { raw, animated: true, limitInputPixels: width * height * frames });
  if (isDeep) result.toColourspace(info.channels < 3 ? "grey16" : "rgb16");
  // The writer of the output's format adds to these, it does not take their place.
  const { delay, loop } = header;
  return delay === undefined ? result : result.webp({ delay, ...(loop === undefined ? {} : { loop }) });
}

interface Stored {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Puts each pixel where the orientation shows it: https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E, tag 274. */
function turnFrame(from: Samples, to: Samples, { width, height, channels }: Stored, orientation: number): void {
  const [swaps, mirrorsX, mirrorsY] = turns[orientation] ?? [false, false, false];
  const rowLength = swaps ? height : width;
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = mirrorsX ? width - 1 - x : x;
      const row = mirrorsY ? height - 1 - y : y;
      let target = (swaps ? column * rowLength + row : row * rowLength + column) * channels;
      for (let channel = 0; channel < channels; channel++) to[target++] = from[at++] ?? 0;
    }
  }
}

/** Whether columns become rows, and whether columns and rows count from their ends. */
const turns: Readonly<Record<number, readonly [swaps: boolean, mirrorsX: boolean, mirrorsY: boolean]>> = {
  2: [false, true, false],
  3: [false, true, true],
  4: [false, false, true],
  5: [true, false, false],
  6: [true, false, true],
  7: [true, true, true],
  8: [true, true, false],
};
