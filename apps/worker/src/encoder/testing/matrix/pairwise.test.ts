import { expect, test } from "vitest";
import { pairwise } from "./pairwise.ts";

interface Case {
  readonly animal: string;
  readonly colour: string;
  readonly legs: number;
}

const axes = { animal: ["cat", "fish", "bird"], colour: ["red", "blue", "grey", "green"], legs: [0, 2, 4] } as const;

test("any two values come together, in far fewer cases than there are", () => {
  const cases = pairwise<Case>(axes, (wish) => wish);
  expect(cases.length).toBeLessThan(20);
  for (const animal of axes.animal)
    for (const colour of axes.colour) expect(cases.some((each) => each.animal === animal && each.colour === colour)).toBe(true);
  for (const colour of axes.colour)
    for (const legs of axes.legs) expect(cases.some((each) => each.colour === colour && each.legs === legs)).toBe(true);
});

test("what cannot go together does not, and everything else still does", () => {
  const cases = pairwise<Case>(axes, (wish) => (wish.animal === "fish" ? { ...wish, legs: 0 } : wish));
  expect(cases.filter(({ animal, legs }) => animal === "fish" && legs > 0)).toEqual([]);
  for (const colour of axes.colour)
    expect(cases.some((each) => each.animal === "fish" && each.colour === colour && each.legs === 0)).toBe(true);
  for (const legs of axes.legs) expect(cases.some((each) => each.animal === "cat" && each.legs === legs)).toBe(true);
});

test("the cases are the same every time", () => {
  expect(pairwise<Case>(axes, (wish) => wish)).toEqual(pairwise<Case>(axes, (wish) => wish));
});
