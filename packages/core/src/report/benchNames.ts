import { outputsInWords } from "../settings/outputsInWords.ts";
import type { Settings } from "../settings/settings.ts";
import type { BenchTrial } from "./benchTrial.ts";

/** A case in words, the same wherever images and settings are: `photos → avif at longest 1920`. */
export const caseName = ({ set, settings }: { readonly set: { readonly name: string }; readonly settings: Settings }): string =>
  `${set.name} → ${outputsInWords(settings.outputs)}`;

/** A trial in words: `small: 5 images → jpeg`. */
export const trialName = (trial: Pick<BenchTrial, "kind" | "set" | "settings">): string => `${trial.kind}: ${caseName(trial)}`;
