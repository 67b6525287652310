import type { Dimensions, Geometry } from "../settings/geometry.ts";
import type { OutputSettings } from "../settings/settings.ts";
import type { ImageInfo } from "./imageInfo.ts";

/** Scale of the sides down to which a picture keeps its bite by itself: only below it is there anything to bring back. */
const mostScale = 0.5;

/**
 * Whether an output is sharpened: asked for, made half as large or smaller, and a photo. Drawings of few colours (GIF, palette PNG)
 * would get fringes around their lines, and the frames of an animation would bleed into each other at their edges.
 */
export function isSharpened(
  info: ImageInfo,
  output: Pick<OutputSettings, "sharpen">,
  frames: number,
  geometry: Geometry,
): boolean {
  const isDrawing = info.format === "gif" || info.palette === true;
  return output.sharpen && frames === 1 && !isDrawing && longest(geometry.scaled) <= mostScale * longest(info);
}

const longest = ({ width, height }: Dimensions): number => Math.max(width, height);
