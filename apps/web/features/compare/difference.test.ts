import { expect, it } from "vitest";
import { numbersOf } from "./difference.ts";

const pixels = (...samples: number[]) => new Uint8ClampedArray(samples);

it("pictures that are the same differ in nothing, whatever their alpha", () => {
  expect(numbersOf(pixels(0, 0, 0, 255, 0, 0, 0, 0))).toEqual({ largest: 0, changed: 0 });
  expect(numbersOf(pixels())).toEqual({ largest: 0, changed: 0 });
});

it("a pixel differs by the most that a channel of it does", () => {
  expect(numbersOf(pixels(0, 3, 1, 255, 0, 0, 0, 255, 0, 0, 9, 255, 1, 0, 0, 255))).toEqual({ largest: 9, changed: 0.75 });
});
