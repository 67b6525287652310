import { candidateFormats } from "../formats/formats.ts";
import { qualityInWords } from "./qualityInWords.ts";
import type { Resize } from "./resize.ts";
import type { OutputSettings } from "./settings.ts";

/**
 * The outputs of a job in a few words: `avif at longest 1920`. Where every format is wanted at every size, each is said once:
 * `jpeg, webp at full size, width 640`.
 */
export function outputsInWords(outputs: readonly OutputSettings[]): string {
  const kinds = [...new Set(outputs.map(kindOf))];
  const sizes = [...new Set(outputs.map(sizeOf))];
  if (kinds.length * sizes.length !== outputs.length)
    return outputs.map((output) => inWords(kindOf(output), sizeOf(output))).join(", ");
  return inWords(kinds.join(", "), sizes.length === 1 ? sizes.join() : sizes.map((size) => size || "full size").join(", "));
}

const inWords = (kind: string, size: string): string => (size === "" ? kind : `${kind} at ${size}`);

/** What differs from the defaults. */
const kindOf = ({ format, candidates, quality, effort, chroma, colours, sharpen, metadata, colour }: OutputSettings): string =>
  [
    format === "auto" && candidates.length < candidateFormats.length ? `auto of ${candidates.join("/")}` : format,
    qualityInWords(quality),
    effort === "balanced" ? "" : effort,
    chroma === "auto" ? "" : chroma,
    colours === null ? "" : `${colours} colours`,
    sharpen ? "sharpened" : "",
    metadataWords[metadata],
    colour === "keep" ? "in its own colours" : "",
  ]
    .filter((word) => word !== "")
    .join(" ");

const metadataWords = { strip: "", keepCopyright: "with copyright", keepAll: "with metadata" } as const;

const sizeOf = ({ resize }: OutputSettings): string => (resize === null ? "" : resizeInWords(resize));

/** A size wish in a few words: `width 640`, `50 %`, `box 800 × 600 (cover, attention)`. */
export function resizeInWords(resize: Resize): string {
  const enlarged = resize.enlarge ? ", enlarged" : "";
  switch (resize.mode) {
    case "box": {
      const position = resize.position === "centre" ? "" : `, ${resize.position}`;
      return `box ${resize.width} × ${resize.height} (${resize.fit}${position})${enlarged}`;
    }
    case "percent":
      return `${resize.percent} %${enlarged}`;
    default:
      return `${resize.mode} ${resize.pixels}${enlarged}`;
  }
}
