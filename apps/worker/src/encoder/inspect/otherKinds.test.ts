import { expect, test } from "vitest";
import { otherKind } from "./otherKinds.ts";

const box = (type: string) => `\0\0\0\x18ftyp${type}\0\0\0\0`;

test.each([
  ["8BPS\0\x01", "photoshop"],
  ["%PDF-1.7\n", "pdf"],
  ["%!PS-Adobe-3.0 EPSF-3.0", "postScript"],
  ["\0\0\0\x0cjP  \r\n\x87\n", "jpeg2000"],
  ["\xff\x4f\xff\x51\0", "jpeg2000"],
  ["II*\0\x10\0\0\0CR\x02\0", "rawPhoto"],
  [box("crx "), "rawPhoto"],
  ["FUJIFILMCCD-RAW 0201", "rawPhoto"],
  [box("isom"), "video"],
  [box("qt  "), "video"],
  ["\x1a\x45\xdf\xa3\x01", "video"],
  ["RIFF\0\0\0\0AVI LIST", "video"],
  ["RIFF\0\0\0\0WAVEfmt ", "sound"],
  ["PK\x03\x04\x14\0", "zip"],
  ["\x1f\x8b\x08", "archive"],
  ["<!DOCTYPE html><title>Not found</title>", "webPage"],
  ["P6\n1 1\n255\nabc", "netpbm"],
  ["gr\xc3\xbc\xc3\x9fe, just text\r\n", "text"],
  ["\x01\x02\x03\x04", "unknown"],
])("%j is %s", (head, kind) => {
  expect(otherKind(Buffer.from(head, "latin1"))).toBe(kind);
});
