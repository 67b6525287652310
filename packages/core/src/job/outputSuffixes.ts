import { isSearched } from "../settings/quality.ts";
import type { Resize } from "../settings/resize.ts";
import type { OutputSettings } from "../settings/settings.ts";

/**
 * What the names of a source's outputs get behind their stem so that they differ, in ASCII, one for each output: the wished size
 * where the outputs have several sizes (`-320`, `-50pct`, `-800x600`; or `-width-320`, `-cover-800x600`, where they wish in different
 * ways), and where two have format and size in common what else they differ in (`-q60`, `-sharp`, `-copyright`). Nothing where the format alone
 * tells them apart, nor for an output of the source's own size. The wish counts, not what became of it: a source that was smaller
 * keeps the names that a page expects.
 */
export function outputSuffixes(outputs: readonly OutputSettings[]): readonly string[] {
  const sizes = new Set(outputs.map(sizeKey));
  const wishes = outputs.flatMap(({ resize }) => resize ?? []);
  return outputs.map((output) => {
    const size = sizes.size > 1 && output.resize !== null ? sizeSuffix(output.resize, wishes) : "";
    return size + (isAlone(output, outputs) ? "" : otherSuffix(output, outputs));
  });
}

const sizeKey = ({ resize }: OutputSettings): string => JSON.stringify(resize);

/** The size, with no more words than the difference to the others asks for. */
function sizeSuffix(resize: Resize, all: readonly Resize[]): string {
  const way = new Set(all.map(wayOf)).size > 1 ? wayOf(resize) : "";
  const enlarged = resize.enlarge && all.some(({ enlarge }) => !enlarge) ? "-enlarged" : "";
  return `${way}-${sizeText(resize)}${enlarged}`;
}

const sizeText = (resize: Resize): string => {
  switch (resize.mode) {
    case "box":
      return `${resize.width}x${resize.height}`;
    case "percent":
      return `${resize.percent}pct`;
    default:
      return String(resize.pixels);
  }
};

/** The way of wishing for a size, beside its numbers. */
function wayOf(resize: Resize): string {
  switch (resize.mode) {
    case "box":
      return `-${resize.fit}${resize.position === "centre" ? "" : `-${resize.position}`}`;
    case "percent":
      return "";
    default:
      return `-${resize.mode}`;
  }
}

const isAlone = (output: OutputSettings, outputs: readonly OutputSettings[]): boolean =>
  outputs.filter((other) => other.format === output.format && sizeKey(other) === sizeKey(output)).length === 1;

/** What differs from the defaults. */
function otherSuffix(output: OutputSettings, outputs: readonly OutputSettings[]): string {
  const { quality, effort, chroma, colours, sharpen, metadata, colour } = output;
  const marks = [
    qualitySuffix(quality),
    effort === "balanced" ? "" : `-${effort}`,
    chroma === "auto" ? "" : `-${chroma.replaceAll(":", "")}`,
    colours === null ? "" : `-${colours}-palette`,
    sharpen && outputs.some((other) => !other.sharpen) ? "-sharp" : "",
    outputs.some((other) => other.metadata !== metadata) ? metadataSuffixes[metadata] : "",
    colour === "keep" && outputs.some((other) => other.colour !== colour) ? "-colours" : "",
  ];
  return marks.join("");
}

function qualitySuffix(quality: OutputSettings["quality"]): string {
  if (quality === null) return "";
  if (!isSearched(quality)) return typeof quality === "number" ? `-q${quality}` : `-${quality}`;
  return "target" in quality ? `-t${quality.target}` : `-${quality.maxBytes}-bytes`;
}

const metadataSuffixes = { strip: "", keepCopyright: "-copyright", keepAll: "-metadata" } as const;
