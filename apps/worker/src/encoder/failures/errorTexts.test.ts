import { expect, test } from "vitest";
import { damageCode } from "./errorTexts.ts";

test.each([
  ["VipsJpeg: premature end of JPEG image", "truncatedImage"],
  ["Input file has corrupt header: gifload: Unexpected end of GIF source data", "truncatedImage"],
  ["tiff2vips: Not enough data for scanline 4, expected a request for at most 1 bytes, got 2", "truncatedImage"],
  [
    "VipsJpeg: Corrupt JPEG data: 3 extraneous bytes before marker 0xd9\nVipsJpeg: Unsupported JPEG process: SOF type 0xc3",
    "corruptImage",
  ],
  ["/desks/encoder-1/in/0a: bad seek to 1234\nheif: Invalid input", "corruptImage"],
  ["vipspng: libpng read error\nvips2png: unable to write to target /desks/encoder-1/out/0a", "corruptImage"],
  ["VipsJpeg: Unsupported JPEG data precision 12", "unsupportedVariant"],
  ["Input file has corrupt header: tiff2vips: samples_per_pixel not a whole number of bytes", "unsupportedVariant"],
  ["tiff2vips: ZSTD compression support is not configured", "unsupportedVariant"],
  ["tiff2vips: page 1 differs from page 0", "pagesDiffer"],
  ["Rotate is not supported for multi-page images", "pagesDiffer"],
])("%j means %s", (text, code) => {
  expect(damageCode(text)).toBe(code);
});

test.each(["Unknown error", "", "vips2png: unable to write to target /desks/encoder-1/out/0a"])("%j tells nothing", (text) => {
  expect(damageCode(text)).toBeNull();
});
