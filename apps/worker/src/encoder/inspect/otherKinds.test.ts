import { expect, test } from "vitest";
import { otherKind } from "./otherKinds.ts";

const box = (type: string) => `\0\0\0\x18ftyp${type}\0\0\0\0`;

test.each([
  ["8BPS\0\x01", "a Photoshop document"],
  ["%PDF-1.7\n", "a PDF document"],
  ["%!PS-Adobe-3.0 EPSF-3.0", "a PostScript drawing"],
  ["\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image"],
  ["\xff\x4f\xff\x51\0", "a JPEG 2000 image"],
  ["II*\0\x10\0\0\0CR\x02\0", "a camera's raw photo"],
  [box("crx "), "a camera's raw photo"],
  ["FUJIFILMCCD-RAW 0201", "a camera's raw photo"],
  [box("isom"), "a video"],
  [box("qt  "), "a video"],
  ["\x1a\x45\xdf\xa3\x01", "a video"],
  ["RIFF\0\0\0\0AVI LIST", "a video"],
  ["RIFF\0\0\0\0WAVEfmt ", "a sound recording"],
  ["PK\x03\x04\x14\0", "a ZIP archive, or a document that is one"],
  ["\x1f\x8b\x08", "a compressed archive"],
  ["<!DOCTYPE html><title>Not found</title>", "a web page"],
  ["P6\n1 1\n255\nabc", "a Netpbm image"],
  ["gr\xc3\xbc\xc3\x9fe, just text\r\n", "a text"],
  ["\x01\x02\x03\x04", "no image that Pixelmill knows"],
])("%j is %s", (head, kind) => {
  expect(otherKind(Buffer.from(head, "latin1"))).toBe(kind);
});
