import { expect, it } from "vitest";
import { defaultLocale, isLocale, locales } from "./locales.ts";

it("a language is one of those that there are", () => {
  expect(locales.every(isLocale) && isLocale(defaultLocale)).toBe(true);
  for (const other of ["fr", "EN", "", null, undefined, 1]) expect(isLocale(other)).toBe(false);
});
