import sharp from "sharp";
import { expect } from "vitest";
import { colourAt } from "./images.ts";

/** Colour in the middle of a cell of the first frame, alpha left out. */
export async function colours(image: Buffer, width: number, height: number): Promise<readonly (readonly number[])[]> {
  const { data, info } = await sharp(image, { pages: 1 })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (column: number, row: number) => {
    const x = Math.floor(((column + 0.5) * width) / 4);
    const y = Math.floor(((row + 0.5) * height) / 3);
    const start = (y * info.width + x) * info.channels;
    return [...data.subarray(start, start + 3)];
  };
  return [at(0, 0), at(3, 0), at(0, 2), at(3, 2)];
}

export const expectedColours = (transparent: boolean) =>
  [
    [0, 0],
    [3, 0],
    [0, 2],
    [3, 2],
  ].map(([column = 0, row = 0]) =>
    colourAt(column, row).map((value) => (transparent && column < 2 ? Math.round((value * 128 + 255 * 127) / 255) : value)),
  );

export function expectNear(
  actual: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
  tolerance: number,
): void {
  actual.forEach((colour, index) => {
    colour.forEach((value, channel) => {
      expect(
        Math.abs(value - (expected[index]?.[channel] ?? Number.NaN)),
        `colour ${index}, channel ${channel}: ${actual} for ${expected}`,
      ).toBeLessThanOrEqual(tolerance);
    });
  });
}

/** Two images' samples are the same. A comparison of whole buffers would take minutes to print how they differ. */
export function expectSameSamples(actual: Buffer, expected: Buffer): void {
  expect(actual.length).toBe(expected.length);
  expect(
    actual.reduce((count, value, index) => count + (value === expected[index] ? 0 : 1), 0),
    "samples that differ",
  ).toBe(0);
}
