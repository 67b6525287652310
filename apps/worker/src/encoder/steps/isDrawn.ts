import type { Dimensions } from "@pixelmill/core";
import { middleOf } from "./picture.ts";

/** 8-bit RGB pixels, rows without gaps. */
export interface RgbPixels extends Dimensions {
  readonly data: Uint8Array;
}

/**
 * What of all pixels is at least exactly like its left neighbour, and at least where colour changes sharply from one pixel to the next,
 * in what is drawn. Of 150 images photos had at most 0.3 % of such edges, dithered ones 0.6 % on few flat areas, drawings 3 % and more
 * (docs/decisions/chroma.md).
 */
const bounds = { flat: 0.25, edges: 0.004 } as const;

/**
 * Whether an image is graphics or text, by its middle: flat areas with sharp edges of colour between them, which halved chroma would
 * blur. A lens and a sensor draw no edge of colour within one pixel, and leave no two neighbours quite alike.
 */
export function isDrawn(picture: RgbPixels): boolean {
  const { data } = picture;
  const { left, top, width, height } = middleOf(picture);
  const pixels = width * height;
  let [flat, edges] = [0, 0];
  for (let row = top; row < top + height; row++) {
    const begin = (row * picture.width + left) * 3;
    for (let at = begin + 3; at < begin + width * 3; at += 3) {
      const red = (data[at] ?? 0) - (data[at - 3] ?? 0);
      const green = (data[at + 1] ?? 0) - (data[at - 2] ?? 0);
      const blue = (data[at + 2] ?? 0) - (data[at - 1] ?? 0);
      if ((red | green | blue) === 0) flat += 1;
      else if (isSharp(red, green, blue)) edges += 1;
    }
  }
  return flat >= bounds.flat * pixels && edges >= bounds.edges * pixels;
}

/** Difference of a colour channel's distance from the brightness, 0–255, that is a sharp edge of colour. */
const sharpEdge = 48;

/**
 * Whether the colour changes sharply, whatever the brightness does: Cb and Cr are such distances, scaled. Brightness is 0.299 red, 0.587
 * green and 0.114 blue, counted in thousandths.
 */
function isSharp(red: number, green: number, blue: number): boolean {
  const brightness = 299 * red + 587 * green + 114 * blue;
  const [redder, bluer] = [1000 * red - brightness, 1000 * blue - brightness];
  return redder > 1000 * sharpEdge || redder < -1000 * sharpEdge || bluer > 1000 * sharpEdge || bluer < -1000 * sharpEdge;
}
