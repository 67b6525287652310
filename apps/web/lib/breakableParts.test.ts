import { expect, it } from "vitest";
import { breakableParts } from "./breakableParts.ts";

it.each([
  ["mixed/empty.jpg", ["mixed/", "empty.", "jpg"]],
  ["a-b_c.jpeg", ["a-", "b_", "c.", "jpeg"]],
  ["..//odd--", ["..//", "odd--"]],
  ["two words", ["two words"]],
  ["", []],
])("%j breaks behind its separators only", (text, parts) => {
  expect(breakableParts(text)).toEqual(parts);
});
