import { expect, it } from "vitest";
import { parseDuration } from "./duration.ts";

it.each([
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["24h", 86_400_000],
  ["7d", 604_800_000],
  ["1.5 h", 5_400_000],
  ["2D", 172_800_000],
  ["0s", 0],
  ["7", null],
  ["d", null],
  ["-1h", null],
  ["1w", null],
  ["", null],
])("a time written %j is %j ms", (text, ms) => expect(parseDuration(text)).toBe(ms));
