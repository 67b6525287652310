import type { Chroma, Effort } from "./quality.ts";

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

/** What a SSIMULACRA2 score looks like. Source: the bands of github.com/cloudinary/ssimulacra2. */
export function scoreText(score: number): string {
  if (score >= 90) return "hard to tell from the original";
  if (score >= 70) return "high quality";
  if (score >= 50) return "medium quality";
  return score >= 30 ? "low quality" : "very low quality";
}
