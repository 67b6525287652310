import sharp, { type Sharp } from "sharp";
import { colourAt, size } from "../images.ts";

/** How a picture is stored. */
export interface Storage {
  /** Opacity of its left half, 0–255; null where it has no alpha channel. */
  readonly alpha: number | null;
  /** EXIF orientation that shows it upright, 1–8. */
  readonly orientation: number;
}

/** The grid of coloured squares as it is stored: turned, so that its orientation makes it upright again. */
export function storedGrid({ alpha, orientation }: Storage): Sharp {
  const channels = alpha === null ? 3 : 4;
  const turned = orientation >= 5;
  const [width, height] = turned ? [size.height, size.width] : [size.width, size.height];
  const pixels = Buffer.alloc(width * height * channels);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [sx, sy] = storedAt(x, y, orientation);
      const colour = colourAt(Math.floor(x / 16), Math.floor(y / 16));
      const opacity = x < size.width / 2 ? (alpha ?? 255) : 255;
      pixels.set(alpha === null ? colour : [...colour, opacity], (sy * width + sx) * channels);
    }
  }
  return sharp(pixels, { raw: { width, height, channels } });
}

/** Where the pixel that is shown at a place is stored. Source: the eight orientations of EXIF 2.3, tag 274. */
function storedAt(x: number, y: number, orientation: number): readonly [x: number, y: number] {
  const [right, bottom] = [size.width - 1 - x, size.height - 1 - y];
  const places: Readonly<Record<number, readonly [number, number]>> = {
    2: [right, y],
    3: [right, bottom],
    4: [x, bottom],
    5: [y, x],
    6: [y, right],
    7: [bottom, right],
    8: [bottom, x],
  };
  return places[orientation] ?? [x, y];
}
