import { candidateFormats } from "../formats/formats.ts";
import { isSearched } from "./quality.ts";
import type { OutputSettings } from "./settings.ts";

/** Two settings of an output that can't both be had. */
export interface Contradiction {
  readonly field: keyof OutputSettings;
  readonly message: string;
}

type Wish = Omit<OutputSettings, "resize"> & { readonly resize: unknown };

interface Rule extends Contradiction {
  readonly applies: (wish: Wish) => boolean;
}

const rules: readonly Rule[] = [
  {
    field: "quality",
    message: "A number means something else in each format: with format auto, ask for a target, a maxBytes or nothing.",
    applies: ({ format, quality }) => format === "auto" && typeof quality === "number",
  },
  {
    field: "quality",
    message:
      "A JPEG is lossless only where it is the source's own picture at its own size: leave the resize out, or choose PNG, WebP or AVIF.",
    applies: ({ format, quality, resize }) => format === "jpeg" && quality === "lossless" && resize !== null,
  },
  {
    field: "candidates",
    message: "Candidates are what format auto chooses from: no other format has them.",
    applies: ({ format, candidates }) => format !== "auto" && candidates.length < candidateFormats.length,
  },
  {
    field: "chroma",
    message: "A PNG has no chroma to be halved: leave chroma at auto.",
    applies: ({ format, chroma }) => format === "png" && chroma !== "auto",
  },
  {
    field: "chroma",
    message: "A lossy WebP is always 4:2:0: leave chroma at auto, or choose another format.",
    applies: ({ format, chroma, quality }) => format === "webp" && chroma === "4:4:4" && quality !== "lossless",
  },
  {
    field: "chroma",
    message: "With chroma 4:2:0 nothing is lossless: leave chroma at auto.",
    applies: ({ chroma, quality }) => chroma === "4:2:0" && quality === "lossless",
  },
  {
    field: "colour",
    message:
      "Scores and formats are compared in sRGB: to keep a source's own colours choose a format and a quality number or lossless.",
    applies: ({ colour, format, quality }) => colour === "keep" && (format === "auto" || isSearched(quality)),
  },
  {
    field: "colours",
    message: "Only a PNG has a palette of a given number of colours: choose format png.",
    applies: ({ format, colours }) => format !== "png" && colours !== null,
  },
  {
    field: "colours",
    message: "A palette's size is its quality: give either colours or quality.",
    applies: ({ quality, colours }) => colours !== null && quality !== null,
  },
];

/** What in an output's settings contradicts itself, nothing where all can be had. */
export const contradictionsIn = (wish: Wish): readonly Contradiction[] => rules.filter(({ applies }) => applies(wish));
