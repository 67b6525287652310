import { expect, it } from "vitest";
import { parsePageBytes, parseStatm } from "./statm.ts";

it("own pages are the resident ones that are not shared", () => {
  expect(parseStatm("1284 1018 769 193 0 303 0\n", 4096)).toEqual({ ownBytes: 249 * 4096, fileBytes: 769 * 4096 });
});

it("counters read at different moments never give less than nothing", () => {
  expect(parseStatm("9 5 7 0 0 0 0\n", 4096)).toEqual({ ownBytes: 0, fileBytes: 7 * 4096 });
});

it.each(["0 0 0 0 0 0 0\n", "", "12", "a b c", "12 -1 3"])("a zombie or a broken line is nothing: %j", (text) => {
  expect(parseStatm(text, 4096)).toBeNull();
});

it("the page size is found among the pairs", () => {
  const auxv = Buffer.from(new BigUint64Array([16n, 6n, 6n, 65_536n, 0n, 0n]).buffer);
  expect(parsePageBytes(auxv)).toBe(65_536);
  expect(parsePageBytes(auxv.subarray(0, 16))).toBeNull();
});
