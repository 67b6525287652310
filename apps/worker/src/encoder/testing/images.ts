import sharp, { type Sharp } from "sharp";
import { apng } from "./apng.ts";
import type { Pixels } from "./bitmaps.ts";

/** Images of known content for tests: a 4 × 3 grid of coloured squares, each `cell` pixels wide, so corners and order can be told. */
const cell = 16;
const columns = 4;
const rows = 3;

export const size = { width: columns * cell, height: rows * cell } as const;

/** Colour of a cell: red grows to the right, green grows downwards. */
export const colourAt = (column: number, row: number): readonly [number, number, number] => [
  40 + column * 60,
  30 + row * 90,
  120,
];

/** The grid as raw pixels; `alpha` makes the left half of it half transparent. */
function gridPixels(options: { readonly channels: 3 | 4; readonly alpha?: number }): Buffer {
  const pixels = Buffer.alloc(size.width * size.height * options.channels);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [r, g, b] = colourAt(Math.floor(x / cell), Math.floor(y / cell));
      const alpha = x < size.width / 2 ? (options.alpha ?? 255) : 255;
      pixels.set(options.channels === 4 ? [r, g, b, alpha] : [r, g, b], (y * size.width + x) * options.channels);
    }
  }
  return pixels;
}

export const grid = (): Sharp => sharp(gridPixels({ channels: 3 }), { raw: { ...size, channels: 3 } });

/** The grid with its left half at an alpha of 0–255. */
export const gridWithAlpha = (alpha: number): Sharp =>
  sharp(gridPixels({ channels: 4, alpha }), { raw: { ...size, channels: 4 } });

/** An animation of three frames: the grid, then red, then blue. */
export async function animation(format: "gif" | "webp"): Promise<Buffer> {
  const plain = (background: string) =>
    sharp({ create: { ...size, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = [await grid().png().toBuffer(), await plain("#ff0000"), await plain("#0000ff")];
  const joined = sharp(frames, { join: { animated: true } });
  const timing = { delay: [100, 200, 300], loop: 3 };
  return format === "gif" ? joined.gif(timing).toBuffer() : joined.webp({ ...timing, lossless: true }).toBuffer();
}

/** The same animation as a PNG, with the grid as its first frame and as what readers see that know no animation. */
export async function animatedPng(): Promise<Buffer> {
  const plain = (background: string) =>
    sharp({ create: { ...size, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = [await grid().png().toBuffer(), await plain("#ff0000"), await plain("#0000ff")];
  return apng(
    frames.map((png, index) => ({ png, delay: 100 * (index + 1) })),
    { plays: 3 },
  );
}

/** The grid as raw RGBA, its left half at an alpha of 0–255. */
export const gridRgba = (alpha: number): Pixels => ({ ...size, rgba: gridPixels({ channels: 4, alpha }) });

/** A TIFF of two pages of the same size: the grid and red. */
export async function pages(): Promise<Buffer> {
  const red = await sharp({ create: { ...size, channels: 3, background: "#ff0000" } })
    .png()
    .toBuffer();
  return sharp([await grid().png().toBuffer(), red], { join: { animated: true } })
    .tiff({ compression: "none" })
    .toBuffer();
}

/** 16 bits a channel: a gradient with values that 8 bits can't hold. */
export function deep(channels: 1 | 3): Sharp {
  const samples = Uint16Array.from({ length: size.width * size.height * channels }, (_, index) => (index * 37) % 65_536);
  return sharp(samples, { raw: { ...size, channels } }).toColourspace(channels === 1 ? "grey16" : "rgb16");
}

/** Soft noise, which compresses like a photo. */
export const photo = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: "#888888", noise: { type: "gaussian", mean: 128, sigma: 40 } } });

/** Smooth shapes and fine detail, as a photo has them and unlike noise: what a resize makes of it can be compared. */
export function scene(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ring = Math.sin(Math.hypot(x - width / 3, y - height / 2) / 9);
      const stripe = (x >> 5) % 2 === 0 ? 40 : 0;
      pixels.set([128 + 80 * ring, (255 * x) / width, (255 * y) / height - stripe], (y * width + x) * 3);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
