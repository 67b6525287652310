import { expect, it } from "vitest";
import { isTooFrank } from "./publicMessages.ts";

it.each([
  "Input file contains unsupported image format: /tmp/pixelmill-x/desks/encoder-1/in/0123",
  "ENOENT: no such file or directory, open '/proc/self/mem'",
  "at encode (file:///srv/pixelmill/encode.ts:12:3)",
  "Unknown error",
  "C:\\Users\\a",
])("%s says too much, or nothing", (message) => {
  expect(isTooFrank(message)).toBe(true);
});

it("a message about pixels does not", () => {
  expect(isTooFrank("The image has 2500 megapixels; the limit is 100 (setting MAX_MEGAPIXELS).")).toBe(false);
});
