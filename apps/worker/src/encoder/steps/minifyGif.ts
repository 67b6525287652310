import type { ImageInfo } from "@pixelmill/core";
import sharp, { type GifOptions } from "sharp";
import { copyBytes } from "../copyBytes.ts";
import { readOptions } from "./decode.ts";
import { sameFrames } from "./sameFrames.ts";
import { type DraftFile, type DraftName, discard } from "./write.ts";

/**
 * The ways of writing a GIF again that are worth trying, each lossless where it can be: the source's palette for all frames, or one for each.
 */
const gifWays = {
  reused: { reuse: true, effort: 7 },
  own: { reuse: false, effort: 10, interPaletteMaxError: 0 },
} as const satisfies Record<string, GifOptions>;

const always: GifOptions = { dither: 0, keepDuplicateFrames: true, interFrameMaxError: 0 };

/**
 * Writes a GIF of an unchanged size anew, with the same frames and times, and keeps the smallest file that shows exactly what the source
 * does. A source that none of the ways reproduces stands for itself.
 */
export async function minifyGif(source: string, info: ImageInfo, draftName: DraftName): Promise<DraftFile> {
  let best: DraftFile | null = null;
  for (const [way, options] of Object.entries(gifWays)) {
    const file = draftName(way);
    const image = sharp(source, readOptions(info.width * info.height * info.frames, info.frames));
    const { size: bytes } = await image.gif({ ...always, ...options }).toFile(file);
    const isBetter = bytes < (best?.bytes ?? info.bytes) && (await sameFrames(source, file, info));
    if (!isBetter) await discard(file);
    else {
      if (best !== null) await discard(best.file);
      best = { file, bytes };
    }
  }
  return best ?? itself(source, info, draftName("itself"));
}

async function itself(source: string, { bytes }: ImageInfo, file: string): Promise<DraftFile> {
  await copyBytes(source, file);
  return { file, bytes };
}
