import { expect, it } from "vitest";
import { randomFrom } from "./random.ts";

it("gives the same numbers for the same seed, from 0 to below 1 and all over it", () => {
  const take = (seed: number) => {
    const random = randomFrom(seed);
    return Array.from({ length: 10_000 }, random);
  };
  expect(take(5)).toEqual(take(5));
  expect(take(5)).not.toEqual(take(6));
  const tenths = new Set(take(5).map((value) => Math.floor(value * 10)));
  expect([...tenths].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
