import type { Task } from "../dispatch/pool.ts";
import type { ImageFormat } from "../formats/formats.ts";
import type { ImageInfo } from "../image/imageInfo.ts";
import { type Pass, passesOf } from "../image/passes.ts";

/** The part of a task that its costs follow: formats and decoded pixels, never compressed bytes. */
export interface Workload {
  readonly input: ImageFormat;
  readonly progressive: boolean;
  readonly fullChroma: boolean;
  readonly hasAlpha: boolean;
  /** Whether the pixels have to be turned upright, which needs the whole image at once. */
  readonly rotates: boolean;
  /** The readings of the source, one after another. */
  readonly passes: readonly PassWork[];
}

/** One reading of the source: one decode, and every output that is made of it, one after another. */
export interface PassWork {
  /** A format of one picture decodes one frame only. */
  readonly inputPixels: number;
  /** Whether the largest size is smaller than the source. */
  readonly resizes: boolean;
  /** Bytes of a pixel kept between outputs; null where nothing is kept. */
  readonly heldBytesPerPixel: number | null;
  /** The largest first. */
  readonly sizes: readonly SizeWork[];
}

/** The outputs of one size. */
export interface SizeWork {
  readonly pixels: number;
  readonly formats: readonly ImageFormat[];
}

/** Reads the workload off a task's header facts and settings. */
export function workloadOf({ info, settings }: Pick<Task, "info" | "settings">): Workload {
  return {
    input: info.format,
    progressive: info.progressive,
    fullChroma: info.fullChroma,
    hasAlpha: info.hasAlpha,
    rotates: info.orientation !== 1,
    passes: passesOf(info, settings.outputs).map((pass) => passWork(info, pass)),
  };
}

function passWork(info: ImageInfo, { frames, heldBytesPerPixel, sizes }: Pass): PassWork {
  return {
    inputPixels: info.width * info.height * frames,
    resizes: sizes.every(({ width, height }) => width !== info.width || height !== info.height),
    heldBytesPerPixel,
    sizes: sizes.map(({ width, height, outputs }) => ({
      pixels: width * height * frames,
      formats: outputs.map(({ format }) => format),
    })),
  };
}

/** The formats that a task comes out in, each once. */
const outputFormats = ({ passes }: Workload): readonly ImageFormat[] => [
  ...new Set(passes.flatMap(({ sizes }) => sizes.flatMap(({ formats }) => formats))),
];

/** Formats whose encoder needs much more memory where the source has alpha. */
const dearWithAlpha: readonly ImageFormat[] = ["webp", "avif"];

/**
 * Tasks of one class share their corrections: input format, output formats and whether any is resized; alpha only where the prior
 * of an output depends on it, so that what was learnt of nearly opaque images is not believed of others.
 */
export function workloadClass(work: Workload): string {
  const outputs = outputFormats(work).toSorted();
  const alpha = work.hasAlpha && outputs.some((format) => dearWithAlpha.includes(format)) ? "+alpha" : "";
  const resize = work.passes.some((pass) => pass.resizes || pass.sizes.length > 1) ? "+resize" : "";
  return `${work.input}${alpha}>${outputs.join("+")}${resize}`;
}
