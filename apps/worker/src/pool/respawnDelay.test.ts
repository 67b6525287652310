import { expect, test } from "vitest";
import { respawnDelayMs } from "./respawnDelay.ts";

test.each([
  [0, 0],
  [1, 0],
  [2, 100],
  [3, 200],
  [10, 25_600],
  [11, 30_000],
  [1000, 30_000],
])("after %i deaths in a row the next fork waits %i ms", (deaths, delayMs) => {
  expect(respawnDelayMs(deaths)).toBe(delayMs);
});
