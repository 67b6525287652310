import sharp from "sharp";
import { readOptions } from "./decode.ts";

/** Frames of two files that are compared. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** Decoded bytes of each file that are compared at a time. */
const chunkBytes = 32e6;

/** Whether two animations show the same, frame by frame and pixel by pixel, for the same times and as often. Transparent pixels have no colour. */
export async function sameFrames(one: string, other: string, size: FrameSize): Promise<boolean> {
  if (!(await sameTiming(one, other))) return false;
  const together = Math.max(1, Math.floor(chunkBytes / (size.width * size.height * 4)));
  for (let page = 0; page < size.frames; page += together) {
    const pages = Math.min(together, size.frames - page);
    const [a, b] = [await pixels(one, size, page, pages), await pixels(other, size, page, pages)];
    if (!a.equals(b)) return false;
  }
  return true;
}

async function sameTiming(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((file) => sharp(file, { pages: -1, limitInputPixels: false }).metadata()));
  const timing = ({ pages = 1, loop, delay = [], width, pageHeight }: NonNullable<typeof a>) =>
    JSON.stringify([pages, pages === 1 ? null : loop, pages === 1 ? null : delay, width, pageHeight]);
  return a !== undefined && b !== undefined && timing(a) === timing(b);
}

async function pixels(file: string, { width, height }: FrameSize, page: number, pages: number): Promise<Buffer> {
  const image = sharp(file, { ...readOptions(width * height * pages, pages), page });
  const samples = await image.ensureAlpha().raw().toBuffer();
  for (let at = 3; at < samples.length; at += 4) if (samples[at] === 0) samples.fill(0, at - 3, at);
  return samples;
}
