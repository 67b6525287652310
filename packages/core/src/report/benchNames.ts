import type { Settings } from "../settings/settings.ts";
import type { BenchTrial } from "./benchTrial.ts";

/** Settings in a few words: `avif q50 at longest 1920`. */
export function settingsInWords({ format, quality, resize }: Settings): string {
  const size = resize === null ? "" : ` at ${resize.mode} ${resize.pixels}`;
  return `${format}${quality === null ? "" : ` q${quality}`}${size}`;
}

/** A case in words, the same wherever images and settings are: `photos → avif at longest 1920`. */
export const caseName = ({ set, settings }: { readonly set: { readonly name: string }; readonly settings: Settings }): string =>
  `${set.name} → ${settingsInWords(settings)}`;

/** A trial in words: `small: 5 images → jpeg`. */
export const trialName = (trial: Pick<BenchTrial, "kind" | "set" | "settings">): string => `${trial.kind}: ${caseName(trial)}`;
