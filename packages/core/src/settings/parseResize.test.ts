import { expect, it } from "vitest";
import { parseResize } from "./parseResize.ts";
import { resizeModes } from "./resize.ts";

it.each(resizeModes)("reads %s and its pixels", (mode) => {
  expect(parseResize(`${mode}=1920`)).toEqual({ mode, pixels: 1920 });
});

it("takes the smallest and the largest size, and spaces around", () => {
  expect(parseResize("width=1")).toEqual({ mode: "width", pixels: 1 });
  expect(parseResize(" longest=65500 ")).toEqual({ mode: "longest", pixels: 65_500 });
});

it.each([
  "",
  "1920",
  "width",
  "width=",
  "=1920",
  "width=0",
  "width=-5",
  "width=19.5",
  "width=65501",
  "width=1e3",
  "width=1920=5",
  "width = 1920",
  "Width=1920",
  "size=1920",
  "width=1920,height=1080",
  "width=99999999999999999999",
])("refuses %j", (text) => {
  expect(parseResize(text)).toBeNull();
});
