import { type Dimensions, holdDeep, type ImageInfo, type Pass, sameSize } from "@pixelmill/core";
import sharp, { type Metadata, type Sharp } from "sharp";
import { convertProfile, isDeep, isGrey } from "./colour.ts";
import { readOptions } from "./decode.ts";
import { orient } from "./orient.ts";
import { scale } from "./resize.ts";

/** Decoded pixels, upright and in sRGB, that several outputs are made of. */
export interface HeldPixels extends Dimensions {
  /** Samples of 8 or, in a deep space, 16 bits; rows without gaps. */
  readonly samples: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  readonly channels: 1 | 2 | 3 | 4;
  readonly space: HeldSpace;
  /** The source's header, without the profile, which is applied already. */
  readonly header: Metadata;
}

type HeldSpace = "srgb" | "rgb16" | "b-w" | "grey16";

/**
 * Decodes a source to a size, the largest of a pass. Kept are 16 bits a channel where an output keeps them, one channel of a grey image
 * without alpha, and alpha.
 */
export async function hold(source: string, info: ImageInfo, pass: Pass, size: Dimensions): Promise<HeldPixels> {
  const image = sharp(source, readOptions(info.width * info.height, pass.frames));
  const header = await image.metadata();
  orient(image);
  convertProfile(image, header);
  if (!sameSize(size, info)) scale(image, size);
  return render(image, heldSpace(header, info, pass), {
    ...header,
    hasProfile: false,
  });
}

/** The pixels at a smaller size. The larger ones are gone after it. */
export async function shrink(held: HeldPixels, size: Dimensions): Promise<HeldPixels> {
  try {
    return await render(scale(openHeld(held), size), held.space, held.header);
  } finally {
    release(held);
  }
}

/** A pipeline that starts at held pixels. */
export const openHeld = ({ samples, width, height, channels }: HeldPixels): Sharp =>
  sharp(samples, { raw: { width, height, channels } });

/**
 * Frees the pixels at once. Left to the garbage collector they would stay for several tasks, which admission knows nothing of. No
 * pipeline may be reading them any more. Doing it twice is harmless.
 */
export function release({ samples }: HeldPixels): void {
  // A view of a part would take the rest away with it.
  const whole = samples.byteLength === samples.buffer.byteLength;
  if (whole && !samples.buffer.detached) samples.buffer.transfer(0);
}

async function render(image: Sharp, space: HeldSpace, header: Metadata): Promise<HeldPixels> {
  const deep = space === "rgb16" || space === "grey16";
  const { data, info } = await image
    .toColourspace(space)
    .raw({ depth: deep ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  return { samples, width: info.width, height: info.height, channels: info.channels, space, header };
}

function heldSpace(header: Metadata, info: ImageInfo, { sizes }: Pass): HeldSpace {
  const deep = isDeep(header) && sizes.some(({ outputs }) => outputs.some(({ format }) => holdDeep(info.format, format)));
  const grey = isGrey(header) && !header.hasAlpha;
  if (deep) return grey ? "grey16" : "rgb16";
  return grey ? "b-w" : "srgb";
}
