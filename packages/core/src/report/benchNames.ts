import type { Settings } from "../settings/settings.ts";
import type { BenchTrial } from "./benchTrial.ts";

/** A case in words, the same wherever images and settings are: `photos → avif at longest 1920`. */
export function caseName({
  set,
  settings: { format, quality, resize },
}: {
  readonly set: { readonly name: string };
  readonly settings: Settings;
}): string {
  const size = resize === null ? "" : ` at ${resize.mode} ${resize.pixels}`;
  return `${set.name} → ${format}${quality === null ? "" : ` q${quality}`}${size}`;
}

/** A trial in words: `small: 5 images → jpeg`. */
export const trialName = (trial: Pick<BenchTrial, "kind" | "set" | "settings">): string => `${trial.kind}: ${caseName(trial)}`;
