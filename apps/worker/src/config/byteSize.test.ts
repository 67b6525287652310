import { expect, it } from "vitest";
import { parseByteSize } from "./byteSize.ts";

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
