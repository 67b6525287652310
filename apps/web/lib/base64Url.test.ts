import { expect, it } from "vitest";
import { fromBase64Url, toBase64Url } from "./base64Url.ts";

it.each(["", "a", '{"names":"größe–😀"}', "??>>~~"])("%j comes back as it was, through letters alone", (text) => {
  const letters = toBase64Url(text);
  expect(letters).toMatch(/^[\w-]*$/);
  expect(fromBase64Url(letters)).toBe(text);
});

it.each(["%%%", "a", "_w"])("%j is none", (letters) => expect(fromBase64Url(letters)).toBeNull());
