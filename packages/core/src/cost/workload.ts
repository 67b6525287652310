import type { Task } from "../dispatch/pool.ts";
import { formats, holdDeep, type ImageFormat, isDrawing, type SourceFormat } from "../formats/formats.ts";
import type { ImageInfo } from "../image/imageInfo.ts";
import { type Pass, type PassOutput, passesOf } from "../image/passes.ts";
import { isSharpened } from "../image/sharpening.ts";
import { isKeptLossless, isSearchable } from "../image/triedFormats.ts";
import { isUnpacked } from "../image/unpack.ts";
import { isPadded } from "../settings/geometry.ts";
import { type Effort, isSearched, maxBytesOf } from "../settings/quality.ts";
import type { OutputSettings } from "../settings/settings.ts";

/** The part of a task that its costs follow: formats and decoded pixels, never compressed bytes. */
export interface Workload {
  readonly input: SourceFormat;
  readonly progressive: boolean;
  readonly fullChroma: boolean;
  readonly hasAlpha: boolean;
  /** Whether the pixels have to be turned upright, which needs the whole image at once. */
  readonly rotates: boolean;
  /** Pixels of all frames that are unpacked before the first reading; 0 where libvips reads the source itself. */
  readonly unpackedPixels: number;
  /** Bytes of a drawing's text, which is all there is to it; 0 of a picture. */
  readonly drawingBytes: number;
  /** The readings of the source, one after another. */
  readonly passes: readonly PassWork[];
}

/** One reading of the source: one decode, and every output that is made of it, one after another. */
export interface PassWork {
  /** A format of one picture decodes one frame only. */
  readonly inputPixels: number;
  /** Whether several frames have to be turned upright, each by itself, which holds all of them twice. */
  readonly turnsFrames: boolean;
  /** Whether even the largest size is not the source's own. */
  readonly resizes: boolean;
  /** Bytes of a pixel kept between outputs; null where nothing is kept. */
  readonly heldBytesPerPixel: number | null;
  /** The largest first. */
  readonly sizes: readonly SizeWork[];
}

/** The outputs of one size of the whole picture. */
export interface SizeWork {
  readonly pixels: number;
  readonly outputs: readonly OutputWork[];
}

/** One file to be made, in one format; of several that are tried each is one. */
export interface OutputWork {
  readonly format: ImageFormat;
  /** Of the file: more or fewer than the picture's where a box adds a border or cuts something off. */
  readonly pixels: number;
  /** Its own transparency, or that of a border. */
  readonly hasAlpha: boolean;
  /** Whether it keeps more than 8 bits a channel. */
  readonly isDeep: boolean;
  readonly sharpens: boolean;
  /** Bytes of the whole picture in memory, where it is looked at, or its frames taken apart, before it is cut or given a border. */
  readonly wholeBytes: number;
  readonly effort: Effort;
  /** Whether it is written without loss by an encoder that could lose something, or that spends more on it. */
  readonly lossless: boolean;
  /** Encodes that are expected. */
  readonly encodes: number;
  /** How many of them are expected to be scored. */
  readonly scores: number;
}

/** Encodes of a search for a score, and for a size, as measured (docs/decisions/quality-search.md). */
const usualEncodes = { score: 2.5, size: 3.5 } as const;

/** Reads the workload off a task's header facts and settings. */
export function workloadOf({ info, settings }: Pick<Task, "info" | "settings">): Workload {
  const passes = passesOf(info, settings.outputs);
  return {
    input: info.format,
    progressive: info.progressive,
    fullChroma: info.fullChroma,
    hasAlpha: info.hasAlpha,
    rotates: info.orientation !== 1,
    unpackedPixels: unpackedPixels(info, passes),
    drawingBytes: isDrawing(info.format) ? (info.unpackedBytes ?? info.bytes) : 0,
    passes: passes.map((pass) => passWork(info, pass)),
  };
}

/** Unpacked once, with all frames where any pass wants them. */
function unpackedPixels(info: ImageInfo, passes: readonly Pass[]): number {
  const frames = passes.filter((pass) => isUnpacked(info, pass.frames)).map((pass) => pass.frames);
  return frames.length === 0 ? 0 : info.width * info.height * Math.max(...frames);
}

function passWork(info: ImageInfo, { frames, heldBytesPerPixel, sizes }: Pass): PassWork {
  return {
    inputPixels: info.width * info.height * frames,
    turnsFrames: frames > 1 && info.orientation !== 1,
    resizes: sizes.every(({ width, height }) => width !== info.width || height !== info.height),
    heldBytesPerPixel,
    sizes: sizes.map(({ width, height, outputs }) => ({
      pixels: width * height * frames,
      outputs: outputs.flatMap((output) => outputWorks(info, output, frames, heldBytesPerPixel !== null)),
    })),
  };
}

function outputWorks(info: ImageInfo, output: PassOutput, frames: number, isHeld: boolean): OutputWork[] {
  const { settings, geometry } = output;
  const { width, height, scaled, crop } = geometry;
  const transparent = info.hasAlpha || isPadded(geometry);
  const needsWhole = frames > 1 ? crop !== null || isPadded(geometry) : crop === "attention" || crop === "entropy";
  const wholePixels = needsWhole && !isHeld ? scaled.width * scaled.height * frames : 0;
  return output.formats.map((format) => ({
    format,
    pixels: width * height * frames,
    hasAlpha: transparent && formats[format].holdsAlpha,
    isDeep: info.bitDepth > 8 && holdDeep(info.format, format),
    sharpens: isSharpened(info, settings, frames, geometry),
    wholeBytes: wholePixels * (transparent ? 4 : 3) * (info.bitDepth > 8 ? 2 : 1),
    effort: settings.effort,
    lossless: settings.quality === "lossless" || isKeptLossless(info, settings, format),
    ...encodesOf(settings, format),
  }));
}

function encodesOf({ quality }: OutputSettings, format: ImageFormat): Pick<OutputWork, "encodes" | "scores"> {
  if (!isSearched(quality) || !isSearchable(format)) return { encodes: 1, scores: 0 };
  if (maxBytesOf(quality) !== null) return { encodes: usualEncodes.size, scores: 1 };
  return { encodes: usualEncodes.score, scores: usualEncodes.score };
}

/** The formats that a task comes out in, each once. */
const outputFormats = ({ passes }: Workload): readonly ImageFormat[] => [
  ...new Set(passes.flatMap(({ sizes }) => sizes.flatMap(({ outputs }) => outputs.map(({ format }) => format)))),
];

/** Formats whose encoder needs much more memory where the source has alpha. */
const dearWithAlpha: readonly ImageFormat[] = ["webp", "avif"];

/**
 * Tasks of one class share their corrections: input format, output formats, whether any is resized, and how they are encoded where that
 * is not the usual way; alpha only where the prior of an output depends on it, so that what was learnt of nearly opaque images is not
 * believed of others.
 */
export function workloadClass(work: Workload): string {
  const outputs = outputFormats(work).toSorted();
  const all = work.passes.flatMap(({ sizes }) => sizes.flatMap((size) => size.outputs));
  const alpha = all.some(({ format, hasAlpha }) => hasAlpha && dearWithAlpha.includes(format)) ? "+alpha" : "";
  const resize = work.passes.some((pass) => pass.resizes || pass.sizes.length > 1) ? "+resize" : "";
  return `${work.input}${alpha}>${outputs.join("+")}${resize}${waysOf(work)}`;
}

/** How outputs are encoded, other than once, balanced, in the format's usual way. */
function waysOf({ passes }: Workload): string {
  const outputs = passes.flatMap(({ sizes }) => sizes.flatMap((size) => size.outputs));
  const ways = outputs.flatMap(({ effort, lossless, encodes, scores }) => [
    ...(effort === "balanced" ? [] : [effort]),
    ...(lossless ? ["lossless"] : []),
    ...(encodes === 1 ? [] : [scores > 1 ? "scored" : "fitted"]),
  ]);
  return [...new Set(ways)]
    .toSorted()
    .map((way) => `+${way}`)
    .join("");
}
