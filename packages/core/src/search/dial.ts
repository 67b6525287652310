import type { ImageFormat } from "../formats/formats.ts";
import type { Effort } from "../settings/quality.ts";
import { type Curve, valueOn } from "./curve.ts";

/** What an encoder's quality can be set to, and what usually comes of it. Only first guesses are made from it. */
export interface Dial {
  readonly least: number;
  readonly most: number;
  /** Usual score of a quality. */
  score(quality: number): number;
  /** Usual bytes a pixel of a quality, as their natural logarithm. */
  logBytes(quality: number): number;
}

interface Curves {
  readonly score: Curve;
  readonly logBytes: Curve;
}

const sameForAll = (curves: Curves): Readonly<Record<Effort, Curves>> => ({ fast: curves, balanced: curves, smallest: curves });

/**
 * Usual scores and sizes by quality: medians of 12 photos of 800 pixels (docs/decisions/quality-search.md). JPEG and WebP at 4:2:0, AVIF at
 * 4:4:4. Single photos are up to 12 points off, all along: that is what the second try knows.
 */
const curves: Readonly<Record<"jpeg" | "webp" | "avif", Readonly<Record<Effort, Curves>>>> = {
  jpeg: sameForAll({
    score: [
      [40, 57],
      [60, 65],
      [70, 70.7],
      [78, 75.8],
      [84, 79.4],
      [90, 83.5],
      [95, 87],
      [100, 92],
    ],
    logBytes: [
      [1, -4.2],
      [40, -3.03],
      [60, -2.71],
      [70, -2.52],
      [78, -2.3],
      [84, -2.1],
      [90, -1.81],
      [95, -1.47],
      [100, -0.7],
    ],
  }),
  webp: sameForAll({
    score: [
      [40, 58],
      [60, 65.5],
      [70, 69],
      [78, 73.5],
      [84, 78],
      [90, 82.7],
      [95, 87],
      [100, 91],
    ],
    logBytes: [
      [1, -4.3],
      [40, -3.25],
      [60, -2.97],
      [70, -2.83],
      [78, -2.65],
      [84, -2.37],
      [90, -1.98],
      [95, -1.51],
      [100, -0.9],
    ],
  }),
  avif: sameForAll({
    score: [
      [30, 52],
      [40, 63.5],
      [50, 73],
      [58, 77.8],
      [66, 81.2],
      [75, 84.2],
      [85, 87.3],
      [100, 94],
    ],
    logBytes: [
      [1, -5],
      [40, -3.35],
      [50, -2.97],
      [58, -2.72],
      [66, -2.51],
      [75, -2.24],
      [85, -1.93],
      [100, -0.8],
    ],
  }),
};

/**
 * A palette's dial counts its bits: 1 is two colours, 8 is 256. With fewer the score falls fast, and on a photo not even 256 reach what
 * is worth asking for: so the first try is nearly always at the top.
 */
const palette: Curves = {
  score: [
    [1, -30],
    [4, 30],
    [8, 70],
  ],
  logBytes: [
    [1, -3],
    [8, -0.5],
  ],
};

/** The dial of a format's encoder; null where the format has none. */
export function dialOf(format: ImageFormat, effort: Effort): Dial | null {
  switch (format) {
    case "jpeg":
    case "webp":
    case "avif":
      return dial(1, 100, curves[format][effort]);
    case "png":
      return dial(1, 8, palette);
    case "gif":
    case "tiff":
      return null;
  }
}

const dial = (least: number, most: number, { score, logBytes }: Curves): Dial => ({
  least,
  most,
  score: (quality) => valueOn(score, quality),
  logBytes: (quality) => valueOn(logBytes, quality),
});
