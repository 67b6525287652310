import type { Task } from "../dispatch/pool.ts";
import { formats, type ImageFormat, outputFormat } from "../formats/formats.ts";
import { resizedDimensions } from "../settings/resize.ts";

/** The part of a task that its costs follow: formats and decoded pixels, never compressed bytes. */
export interface Workload {
  readonly input: ImageFormat;
  readonly output: ImageFormat;
  readonly inputPixels: number;
  readonly outputPixels: number;
  readonly resizes: boolean;
  readonly progressive: boolean;
  readonly fullChroma: boolean;
  readonly hasAlpha: boolean;
  /** Whether the pixels have to be turned upright, which needs the whole image at once. */
  readonly rotates: boolean;
}

/** Reads the workload off a task's header facts and settings. A format of one picture decodes one frame only. */
export function workloadOf({ info, settings }: Pick<Task, "info" | "settings">): Workload {
  const output = outputFormat(info.format, settings.format);
  const frames = formats[output].holdsFrames ? info.frames : 1;
  const size = resizedDimensions(info, settings.resize);
  return {
    input: info.format,
    output,
    inputPixels: info.width * info.height * frames,
    outputPixels: size.width * size.height * frames,
    resizes: size !== info,
    progressive: info.progressive,
    fullChroma: info.fullChroma,
    hasAlpha: info.hasAlpha,
    rotates: info.orientation !== 1,
  };
}

/** Tasks of one class share their corrections. */
export const workloadClass = ({ input, output, resizes }: Workload): string => `${input}>${output}${resizes ? "+resize" : ""}`;
