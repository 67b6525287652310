import sharp, { type Sharp } from "sharp";

/** Colours of a drawing: a page, and what is drawn on it. */
const colours = [
  [255, 255, 255],
  [200, 30, 40],
  [20, 60, 190],
  [30, 30, 30],
] as const;

/** Thin strokes and letters' sizes of plain colours on white, as screenshots and charts have them. */
export function drawing(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set(colours[colourAt(x, y)] ?? colours[0], (y * width + x) * 3);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Rows of marks, every third row in another colour; the gaps between them make most of the page. */
function colourAt(x: number, y: number): number {
  const row = Math.floor(y / 12);
  if (y % 12 > 7) return 0;
  return (x * 7 + row * 13) % 11 < 3 ? 1 + (row % 3) : 0;
}
