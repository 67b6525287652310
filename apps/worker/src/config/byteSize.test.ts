import { expect, it } from "vitest";
import { formatByteSize, parseByteSize } from "./byteSize.ts";

it.each([
  ["0", 0],
  ["4000000000", 4e9],
  ["512M", 512e6],
  ["512mb", 512e6],
  ["4G", 4e9],
  ["1.5GiB", 1_610_612_736],
  ["2 KiB", 2048],
  ["1T", 1e12],
  ["10B", 10],
])("reads %s as %i bytes", (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});

it.each(["", "G", "-1", "4X", "1e9", "4 GB free", "1.2.3", "99999999999999999999", "NaN", "0x10"])("refuses %j", (text) => {
  expect(parseByteSize(text)).toBeNull();
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 KB"],
  [1_550_000, "1.6 MB"],
  [2e9, "2 GB"],
  [5e15, "5000 TB"],
])("writes %i bytes as %s", (bytes, text) => {
  expect(formatByteSize(bytes)).toBe(text);
});
