import { candidateFormats } from "../formats/formats.ts";
import { isSearched } from "./quality.ts";
import type { OutputSettings } from "./settings.ts";

/** What can't be had together: each by a name, in words for people. */
export const contradictionTexts = {
  numberOfAuto: "A number means something else in each format: with format auto, ask for a target, a maxBytes or nothing.",
  losslessJpegResized:
    "A JPEG is lossless only where it is the source's own picture at its own size: leave the resize out, or choose PNG, WebP or AVIF.",
  candidatesOfOne: "Candidates are what format auto chooses from: no other format has them.",
  chromaOfPng: "A PNG has no chroma to be halved: leave chroma at auto.",
  chromaOfWebp: "A lossy WebP is always 4:2:0: leave chroma at auto, or choose another format.",
  chromaHalvedLossless: "With chroma 4:2:0 nothing is lossless: leave chroma at auto.",
  colourCompared:
    "Scores and formats are compared in sRGB: to keep a source's own colours choose a format and a quality number or lossless.",
  coloursOfNoPng: "Only a PNG has a palette of a given number of colours: choose format png.",
  coloursAndQuality: "A palette's size is its quality: give either colours or quality.",
} as const;

/** Two settings of an output that can't both be had. */
export interface Contradiction {
  readonly name: keyof typeof contradictionTexts;
  readonly field: keyof OutputSettings;
}

type Wish = Omit<OutputSettings, "resize"> & { readonly resize: unknown };

interface Rule extends Contradiction {
  readonly applies: (wish: Wish) => boolean;
}

const rules: readonly Rule[] = [
  {
    field: "quality",
    name: "numberOfAuto",
    applies: ({ format, quality }) => format === "auto" && typeof quality === "number",
  },
  {
    field: "quality",
    name: "losslessJpegResized",
    applies: ({ format, quality, resize }) => format === "jpeg" && quality === "lossless" && resize !== null,
  },
  {
    field: "candidates",
    name: "candidatesOfOne",
    applies: ({ format, candidates }) => format !== "auto" && candidates.length < candidateFormats.length,
  },
  {
    field: "chroma",
    name: "chromaOfPng",
    applies: ({ format, chroma }) => format === "png" && chroma !== "auto",
  },
  {
    field: "chroma",
    name: "chromaOfWebp",
    applies: ({ format, chroma, quality }) => format === "webp" && chroma === "4:4:4" && quality !== "lossless",
  },
  {
    field: "chroma",
    name: "chromaHalvedLossless",
    applies: ({ chroma, quality }) => chroma === "4:2:0" && quality === "lossless",
  },
  {
    field: "colour",
    name: "colourCompared",
    applies: ({ colour, format, quality }) => colour === "keep" && (format === "auto" || isSearched(quality)),
  },
  {
    field: "colours",
    name: "coloursOfNoPng",
    applies: ({ format, colours }) => format !== "png" && colours !== null,
  },
  {
    field: "colours",
    name: "coloursAndQuality",
    applies: ({ quality, colours }) => colours !== null && quality !== null,
  },
];

/** What in an output's settings contradicts itself, nothing where all can be had. */
export const contradictionsIn = (wish: Wish): readonly Contradiction[] => rules.filter(({ applies }) => applies(wish));
