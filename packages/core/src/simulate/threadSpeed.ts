import type { Task } from "../dispatch/pool.ts";
import { triedFormats } from "../image/triedFormats.ts";

/**
 * Part of an AVIF encode that its threads can share. Assumed, not measured: only that AVIF gains and the others do not is. The CPU
 * time stays the same.
 */
const sharedPart = 0.5;

/** How much faster a task is with so many threads than with one (Amdahl's law); only AVIF is written with more than one, so all of its outputs have to be. */
export function threadSpeed({ info, settings }: Pick<Task, "info" | "settings">, threads: number): number {
  const formats = settings.outputs.flatMap((output) => triedFormats(info, output));
  if (!formats.every((format) => format === "avif")) return 1;
  return 1 / (1 - sharedPart + sharedPart / threads);
}
