import {
  type BoxFit,
  type ColourPolicy,
  type CropPosition,
  chromaTexts,
  effortTexts,
  formats,
  type MetadataPolicy,
  type OutputSettings,
  presetOf,
  presets,
  type Quality,
  type Resize,
  type Settings,
  type TargetFormat,
} from "@pixelmill/core";
import { formatBytes, listed, plural } from "../../lib/format.ts";
import type { QualityMode } from "./qualityDraft.ts";

const formatLabels: Readonly<Record<TargetFormat, string>> = {
  original: "Original",
  auto: "Auto",
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
  percent: "Percent",
  box: "Box",
};

function resizeText(resize: Resize): string {
  switch (resize.mode) {
    case "box":
      return `${fitTexts[resize.fit]} ${resize.width.toLocaleString("en")} × ${resize.height.toLocaleString("en")} px`;
    case "percent":
      return `${resize.percent} %`;
    default:
      return `${resizeLabels[resize.mode].toLowerCase()} ${resize.pixels.toLocaleString("en")} px`;
  }
}

const fitTexts: Readonly<Record<BoxFit, string>> = { inside: "inside", cover: "cut to", contain: "with a border to" };
/** What is kept of the sources, where it is not what nearly all want. */
const metadataText: Readonly<Record<MetadataPolicy, readonly string[]>> = {
  strip: [],
  keepCopyright: ["copyright kept"],
  keepAll: ["metadata kept"],
};

const colourText: Readonly<Record<ColourPolicy, readonly string[]>> = { srgb: [], keep: ["colours kept"] };

const formatNames: typeof formatLabels = { ...formatLabels, original: "Original format", auto: "Smallest format" };

/** How the files are encoded: the preset's name, or what differs from the defaults. */
function encodeTexts(outputs: readonly OutputSettings[]): string[] {
  const preset = presetOf(outputs);
  if (preset !== null) return [presets[preset].label];
  return distinct(outputs.flatMap(encodeTextsOf));
}

const encodeTextsOf = ({ quality, effort, chroma, colours }: OutputSettings): string[] => [
  ...(quality === null ? [] : [qualityText(quality)]),
  ...(effort === "balanced" ? [] : [effortTexts[effort].label.toLowerCase()]),
  ...(chroma === "auto" ? [] : [`colours ${chromaTexts[chroma].label.toLowerCase()}`]),
  ...(colours === null ? [] : [`${colours} colours`]),
];

function qualityText(quality: NonNullable<Quality>): string {
  if (quality === "lossless") return "lossless";
  if (typeof quality === "number") return `quality ${quality}`;
  return "target" in quality ? `score ${quality.target}` : `at most ${formatBytes(quality.maxBytes)}`;
}

/** The wished sizes. Where all keep theirs there is nothing to say. */
function sizeTexts(outputs: readonly OutputSettings[]): string[] {
  if (outputs.every(({ resize }) => resize === null)) return [];
  return distinct(
    outputs.map(({ resize, sharpen }) => (resize === null ? "own size" : `${resizeText(resize)}${sharpen ? ", sharpened" : ""}`)),
  );
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const listedOrNone = (texts: readonly string[]): string[] => (texts.length === 0 ? [] : [listed(texts)]);

/** A format that can come out, and the quality it has by default; null where it is lossless. */
interface FormatDefault {
  readonly label: string;
  readonly quality: number | null;
}

function losslessText(defaults: readonly FormatDefault[]): string {
  const labels = defaults.filter(({ quality }) => quality === null).map(({ label }) => label);
  return labels.length === 0 ? "" : `${listed(labels)} ${labels.length === 1 ? "is" : "are"} lossless.`;
}

/** What the settings say, in English. */
export const settingsMessages = {
  title: "Settings",
  format: "Format",
  formatLabels,
  severalFormats: "Several formats",
  oneFormat: "One format",
  severalFormatsHelp: "Tick all that you want: every image comes back in each of them.",
  formatHelp: {
    original: "Every file keeps its format, GIF and TIFF too. HEIC and JPEG XL become JPEG or PNG, BMP and ICO become PNG.",
    auto: "Each image in whichever format comes out smallest at the same look.",
    jpeg: "For photos; opens everywhere. Transparency is laid on white.",
    png: "Lossless, for graphics and screenshots.",
    webp: "Much smaller than JPEG and PNG; opens in every browser.",
    avif: "The smallest, and the slowest to make.",
  } satisfies Readonly<Record<TargetFormat, string>>,
  candidates: "Auto may choose",
  preset: "Preset",
  custom: "Custom",
  customHelp: "Your own settings: they differ from every preset.",
  more: "Quality and effort",
  quality: "Quality",
  qualityModes: {
    default: "What suits each format",
    number: "A number",
    target: "A score to reach",
    maxBytes: "A size to keep",
    lossless: "Lossless",
  } satisfies Readonly<Record<QualityMode, string>>,
  /** `defaults`: the formats that can come out; null: lossless. */
  qualityDefaults: (defaults: readonly FormatDefault[]) => {
    const lossy = defaults.filter(({ quality }) => quality !== null).map(({ label, quality }) => `${label} ${quality}`);
    const rest = losslessText(defaults);
    return lossy.length === 0 ? rest : `Chosen to look alike: ${listed(lossy)}. ${rest}`.trim();
  },
  qualityNumber: "Quality number",
  qualityNumberHelp: (defaults: readonly FormatDefault[], number: number) => {
    const [first, ...others] = defaults.filter(({ quality }) => quality !== null);
    if (first?.quality == null) return losslessText(defaults);
    if (others.length > 0) return `The same number does not look the same in each format. ${losslessText(defaults)}`.trim();
    if (number === first.quality) return `The default of ${first.label}.`;
    return number < first.quality
      ? "Smaller files with less detail than by default."
      : "More detail and larger files than by default.";
  },
  score: "Score",
  targetHelp: (look: string) => `The smallest file of at least this SSIMULACRA2 score: ${look}.`,
  mostKilobytes: "Most kilobytes",
  kilobytes: "kB at most",
  kilobytesInvalid: "Enter a whole number of kilobytes, from 1.",
  maxBytesHelp: "The best score in a file of at most this size.",
  losslessHelp: "No pixel changes. JPEGs are packed anew, from what is in them.",
  effort: "Time for fewer bytes",
  chroma: "Colour detail",
  resize: "Resize",
  resizeLabels,
  addSize: "Add a size",
  removeSize: (number: number) => `Remove size ${number}`,
  resizeNumber: (number: number) => `Size ${number}`,
  pixels: "Pixels",
  pixelsNumber: (number: number) => `Pixels of size ${number}`,
  pixelsUnit: "px",
  percentNumber: (number: number) => `Percent of size ${number}`,
  percentUnit: "%",
  boxWidth: (number: number) => (number === 1 ? "Width of the box" : `Width of box ${number}`),
  boxHeight: (number: number) => (number === 1 ? "Height of the box" : `Height of box ${number}`),
  fit: (number: number) => (number === 1 ? "How it fits" : `How it fits box ${number}`),
  fitLabels: {
    inside: "Whole image inside",
    cover: "Fill the box, cut the rest",
    contain: "Whole image on a border",
  } satisfies Readonly<Record<BoxFit, string>>,
  position: (number: number) => (number === 1 ? "What is kept" : `What is kept of size ${number}`),
  positionLabels: {
    centre: "Keep the middle",
    attention: "Keep what draws the eye",
    entropy: "Keep what has most detail",
  } satisfies Readonly<Record<CropPosition, string>>,
  sizeHelp: {
    side: "The other side follows.",
    percent: "Of the image's own width and height.",
    inside: "As large as the box allows, nothing cut off.",
    cover: "What stands out of the box is cut off; an animation keeps its middle.",
    contain: "The border is transparent where the format has transparency, else white.",
  } satisfies Readonly<Record<"side" | "percent" | BoxFit, string>>,
  enlarge: "Enlarge small images",
  enlargeHelp: "Otherwise an image that is too small keeps its size.",
  sharpen: "Sharpen a little",
  sharpenHelp: "Photos that come out at half their size or smaller.",
  names: "File names",
  namesHelp: (placeholders: readonly string[]) => `The extension follows from the format. You can use ${listed(placeholders)}.`,
  namesInvalid: (placeholders: readonly string[]) => `Enter a name without slashes; in braces only ${listed(placeholders)}.`,
  keepTree: "Keep folders",
  keepTreeHelp: "Otherwise all files come back in one folder.",
  sizeInvalid: (most: number, mostPercent: number) =>
    `Enter whole numbers: pixels from 1 to ${most.toLocaleString("en")}, percent from 1 to ${mostPercent.toLocaleString("en")}.`,
  metadata: "Metadata",
  colour: "Colours",
  kept: "Metadata and colours",
  outputsEach: (count: number) => `${plural(count, "file", "files")} of each image: every format at every size.`,
  tooManyOutputs: (most: number) => `That is too much at once: at most ${most} files of each image.`,
  /** One line for a job's settings. */
  summary: ({ outputs }: Settings): string[] => [
    ...listedOrNone(encodeTexts(outputs)),
    listed(distinct(outputs.map(({ format }) => formatNames[format]))),
    ...listedOrNone(sizeTexts(outputs)),
    ...distinct(outputs.flatMap(({ metadata, colour }) => [...metadataText[metadata], ...colourText[colour]])),
  ],
} as const;
