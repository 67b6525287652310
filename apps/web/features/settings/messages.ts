import type { OutputSettings, Resize, Settings, TargetFormat } from "@pixelmill/core";
import { formats } from "@pixelmill/core";
import { listed, plural } from "../../lib/format.ts";

const formatLabels: Readonly<Record<TargetFormat, string>> = {
  original: "Original",
  jpeg: formats.jpeg.label,
  png: formats.png.label,
  webp: formats.webp.label,
  avif: formats.avif.label,
};

const resizeLabels: Readonly<Record<Resize["mode"] | "none", string>> = {
  none: "Keep the size",
  width: "Width",
  height: "Height",
  longest: "Longest side",
  shortest: "Shortest side",
};

const formatNames: typeof formatLabels = { ...formatLabels, original: "Original format" };

const qualityText = ({ quality }: OutputSettings): string => (quality === null ? "default quality" : `quality ${quality}`);

/** The wished sizes. Where all keep theirs there is nothing to say. */
function sizeTexts(outputs: readonly OutputSettings[]): string[] {
  if (outputs.every(({ resize }) => resize === null)) return [];
  return distinct(
    outputs.map(({ resize }) =>
      resize === null ? "own size" : `${resizeLabels[resize.mode].toLowerCase()} ${resize.pixels.toLocaleString("en")} px`,
    ),
  );
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const listedOrNone = (texts: readonly string[]): string[] => (texts.length === 0 ? [] : [listed(texts)]);

/** What the settings say, in English. */
export const settingsMessages = {
  title: "Settings",
  format: "Format",
  formatLabels,
  severalFormats: "Several formats",
  oneFormat: "One format",
  severalFormatsHelp: "Tick all that you want: every image comes back in each of them.",
  formatHelp: {
    original: "Every file keeps its format. GIF and TIFF stay as they are too.",
    jpeg: "For photos; opens everywhere. Transparency is laid on white.",
    png: "Lossless, for graphics and screenshots.",
    webp: "Much smaller than JPEG and PNG; opens in every browser.",
    avif: "The smallest, and the slowest to make.",
  } satisfies Readonly<Record<TargetFormat, string>>,
  quality: "Quality",
  isDefault: "default",
  qualityHelp: "Lower makes smaller files, higher keeps more detail.",
  qualityDefaults: (list: string) => `Unless you change it: ${list}.`,
  oneNumber: "One number for every format; the same number does not look the same in each.",
  lossless: (label: string) => `${label} is lossless: there is no quality to choose.`,
  losslessOthers: (labels: readonly string[]) => `${labels.join(", ")} ${labels.length === 1 ? "stays" : "stay"} lossless.`,
  useDefault: "Use the default",
  resize: "Resize",
  resizeLabels,
  addSize: "Add a size",
  removeSize: (number: number) => `Remove size ${number}`,
  resizeNumber: (number: number) => `Size ${number}`,
  pixels: "Pixels",
  pixelsNumber: (number: number) => `Pixels of size ${number}`,
  pixelsUnit: "px",
  pixelsHelp: "The other side follows. Nothing is enlarged.",
  pixelsInvalid: (min: number, max: number) => `Enter a whole number from ${min} to ${max.toLocaleString("en")}.`,
  kept: "Location and camera data are removed. A file that would not get smaller comes back unchanged, such data included; the list marks it.",
  outputsEach: (count: number) => `${plural(count, "file", "files")} of each image: every format at every size.`,
  tooManyOutputs: (most: number) => `That is too much at once: at most ${most} files of each image.`,
  /** One line for a job's settings. */
  summary: ({ outputs }: Settings): string[] => [
    listed(distinct(outputs.map(({ format }) => formatNames[format]))),
    ...listedOrNone(distinct(outputs.filter(({ format }) => format !== "png").map(qualityText))),
    ...listedOrNone(sizeTexts(outputs)),
  ],
} as const;
