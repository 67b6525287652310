import type { Resize, Settings, TargetFormat } from "@pixelmill/core";
import { formats } from "@pixelmill/core";

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

/** What the settings say, in English. */
export const settingsMessages = {
  title: "Settings",
  format: "Format",
  formatLabels,
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
  losslessOthers: (labels: string) => `${labels} stay lossless.`,
  useDefault: "Use the default",
  resize: "Resize",
  resizeLabels,
  pixels: "Pixels",
  pixelsUnit: "px",
  pixelsHelp: "The other side follows. Nothing is enlarged.",
  pixelsInvalid: (min: number, max: number) => `Enter a whole number from ${min} to ${max.toLocaleString("en")}.`,
  kept: "Location and camera data are removed. A file that would not get smaller comes back unchanged, such data included; the list marks it.",
  /** One line for a job's settings. */
  summary: ({ format, quality, resize }: Settings): string[] => [
    format === "original" ? "Original format" : formatLabels[format],
    ...(format === "png" ? [] : [quality === null ? "default quality" : `quality ${quality}`]),
    ...(resize === null ? [] : [`${resizeLabels[resize.mode].toLowerCase()} ${resize.pixels.toLocaleString("en")} px`]),
  ],
} as const;
