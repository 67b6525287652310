import type { Chroma, Effort } from "./quality.ts";
import type { ColourPolicy, MetadataPolicy } from "./settings.ts";

/** A choice in words, for forms and help. */
export interface ChoiceText {
  readonly label: string;
  readonly help: string;
}

export const effortTexts: Readonly<Record<Effort, ChoiceText>> = {
  fast: { label: "Fast", help: "The least time; files are somewhat larger." },
  balanced: { label: "Balanced", help: "Most of what there is to gain, in a fraction of the time." },
  smallest: { label: "Smallest", help: "The fewest bytes; takes several times as long." },
};

export const chromaTexts: Readonly<Record<Chroma | "auto", ChoiceText>> = {
  auto: { label: "What suits the image", help: "Full colour detail for graphics and text, half for photos." },
  "4:2:0": { label: "Half (4:2:0)", help: "Smaller; coloured edges get softer." },
  "4:4:4": { label: "Full (4:4:4)", help: "Sharp coloured edges; larger. JPEG and AVIF only." },
};

export const metadataTexts: Readonly<Record<MetadataPolicy, ChoiceText>> = {
  strip: {
    label: "Remove it all",
    help: "Location, camera data and texts are removed, also from files that come back unchanged otherwise.",
  },
  keepCopyright: {
    label: "Keep copyright and credits",
    help: "Artist, copyright and licence stay. Location and serial numbers never do.",
  },
  keepAll: { label: "Keep it all", help: "Location, camera and serial numbers stay in the files too." },
};

export const colourTexts: Readonly<Record<ColourPolicy, ChoiceText>> = {
  srgb: { label: "sRGB, for every screen", help: "Colours are converted, and look the same everywhere." },
  keep: { label: "Keep them, with their profile", help: "Colours that sRGB lacks stay where the format can hold them." },
};

/** What SSIMULACRA2 scores look like, in words. Source: the bands of github.com/cloudinary/ssimulacra2. */
export const scoreLooks = {
  original: "hard to tell from the original",
  high: "high quality",
  medium: "medium quality",
  low: "low quality",
  lowest: "very low quality",
} as const;

export type ScoreLook = keyof typeof scoreLooks;

/** What a SSIMULACRA2 score looks like. */
export function scoreLookOf(score: number): ScoreLook {
  if (score >= 90) return "original";
  if (score >= 70) return "high";
  if (score >= 50) return "medium";
  return score >= 30 ? "low" : "lowest";
}
