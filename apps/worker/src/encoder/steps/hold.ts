import { type Dimensions, holdDeep, type ImageInfo, type Pass, type PassSize, sameSize } from "@pixelmill/core";
import sharp, { type Metadata, type Sharp } from "sharp";
import { type OutputShape, outputShape } from "../shape.ts";
import type { Timing } from "../unpack/unpack.ts";
import { convertProfile, isDeep, isGrey } from "./colour.ts";
import { readOptions } from "./decode.ts";
import { orient } from "./orient.ts";
import { resize, scale } from "./resize.ts";
import { sharpen } from "./sharpen.ts";
import { withTiming } from "./source.ts";
import { turnFrames, turnsFrames } from "./turnFrames.ts";

/** Decoded pixels, upright and in sRGB, that several outputs are made of. */
export interface HeldPixels extends Dimensions {
  /** Samples of 8 or, in a deep space, 16 bits; rows without gaps. */
  readonly samples: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  readonly channels: 1 | 2 | 3 | 4;
  /** Frames, one below the other in the samples. Width and height are those of one. */
  readonly frames: number;
  readonly space: HeldSpace;
  /** The source's header, without the profile, which is applied already. */
  readonly header: Metadata;
}

type HeldSpace = "srgb" | "rgb16" | "b-w" | "grey16";

/**
 * Decodes a source to a size, the largest of a pass. Kept are 16 bits a channel where an output keeps them, one channel of a grey image
 * without alpha, and alpha. `timing` is what the file of an animation can't tell.
 */
export async function hold(
  source: string,
  info: ImageInfo,
  pass: Pass,
  size: PassSize,
  timing: Timing | null,
): Promise<HeldPixels> {
  const opened = sharp(source, readOptions(info.width * info.height * pass.frames, pass.frames));
  const header = withTiming(await opened.metadata(), timing);
  convertProfile(opened, header);
  const image = turnsFrames(info, pass) ? await turnFrames(opened, header, info, pass) : orient(opened);
  if (pass.frames > 1) resizeFrames(image, info, size);
  else if (!sameSize(size, info)) scale(image, size);
  const as = { space: heldSpace(header, info, pass), frames: pass.frames, header: { ...header, hasProfile: false } };
  return render(image, as);
}

/** Frames can be cut and given a border only while they come from their file; they are held for one output alone. */
function resizeFrames(image: Sharp, info: ImageInfo, { outputs: [output] }: PassSize): void {
  const shape = output === undefined ? null : outputShape(info, output.settings, output.formats[0]);
  if (shape?.ok) resize(image, shape.value);
}

/** What is left to be done for an output of held pixels: what a box cuts off or adds, and sharpening. */
export function bringToShape(image: Sharp, { frames }: HeldPixels, shape: OutputShape): void {
  if (frames > 1) return;
  resize(image, shape);
  sharpen(image, shape);
}

/** The pixels at a smaller size. The larger ones are gone after it. */
export async function shrink(held: HeldPixels, size: Dimensions): Promise<HeldPixels> {
  try {
    return await render(scale(openHeld(held), size), held);
  } finally {
    release(held);
  }
}

/** A pipeline that starts at held pixels; those of an animation are told apart again. */
export const openHeld = ({ samples, width, height, channels, frames }: HeldPixels): Sharp =>
  sharp(samples, { raw: { width, height: height * frames, channels, ...(frames > 1 ? { pageHeight: height } : {}) } });

/** Frees the pixels at once. No pipeline may be reading them any more. Doing it twice is harmless. */
export const release = ({ samples }: HeldPixels): void => freePixels(samples);

/**
 * Frees a buffer of pixels. Left to the garbage collector it would stay for several tasks, which admission knows nothing of.
 */
export function freePixels(samples: Uint8Array | Uint16Array): void {
  const { buffer, byteLength } = samples;
  // A view of a part would take the rest away with it.
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength && !buffer.detached) buffer.transfer(0);
}

async function render(image: Sharp, as: Pick<HeldPixels, "space" | "frames" | "header">): Promise<HeldPixels> {
  const { space, frames, header } = as;
  const deep = space === "rgb16" || space === "grey16";
  const { data, info } = await image
    .toColourspace(space)
    .raw({ depth: deep ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const all = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const samples = withoutExtras(all, info.channels);
  const channels = info.channels > mostChannels ? mostChannels : info.channels;
  return { samples, width: info.width, height: info.height / frames, channels, space, frames, header };
}

const mostChannels = 4;

/** Colours and alpha. A TIFF can have more channels behind them, which are no part of the picture. */
function withoutExtras(samples: HeldPixels["samples"], channels: number): HeldPixels["samples"] {
  if (channels <= mostChannels) return samples;
  const length = (samples.length / channels) * mostChannels;
  const kept = samples instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length);
  for (let at = 0; at < length; at += 1) kept[at] = samples[Math.floor(at / mostChannels) * channels + (at % mostChannels)] ?? 0;
  freePixels(samples);
  return kept;
}

function heldSpace(header: Metadata, info: ImageInfo, { sizes }: Pass): HeldSpace {
  const deep =
    isDeep(header) &&
    sizes.some(({ outputs }) => outputs.some(({ formats }) => formats.some((format) => holdDeep(info.format, format))));
  const grey = isGrey(header) && !header.hasAlpha;
  if (deep) return grey ? "grey16" : "rgb16";
  return grey ? "b-w" : "srgb";
}
