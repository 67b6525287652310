import { expect, it } from "vitest";
import { parseResize, splitResizes } from "./parseResize.ts";
import { sideModes } from "./resize.ts";

it.each(sideModes)("reads %s and its pixels", (mode) => {
  expect(parseResize(`${mode}=1920`)).toEqual({ mode, pixels: 1920, enlarge: false });
});

it("takes the smallest and the largest size, and spaces around", () => {
  expect(parseResize("width=1")).toEqual({ mode: "width", pixels: 1, enlarge: false });
  expect(parseResize(" longest=65500 ")).toEqual({ mode: "longest", pixels: 65_500, enlarge: false });
});

it("reads percentages, boxes and what may be enlarged", () => {
  expect(parseResize("percent=50")).toEqual({ mode: "percent", percent: 50, enlarge: false });
  expect(parseResize("width=5", true)).toEqual({ mode: "width", pixels: 5, enlarge: true });
  const box = { mode: "box", width: 800, height: 600, fit: "inside", position: "centre", enlarge: false };
  expect(parseResize("box=800x600")).toEqual(box);
  expect(parseResize("box=800x600,fit=contain")).toEqual({ ...box, fit: "contain" });
  const cut = { ...box, fit: "cover", position: "entropy" };
  expect(parseResize("box=800x600,fit=cover,position=entropy")).toEqual(cut);
  expect(parseResize("box=800x600,position=entropy,fit=cover")).toEqual(cut);
});

it.each([
  ["width=640, width=1280,none", ["width=640", "width=1280", "none"]],
  ["box=8x6,fit=cover,position=attention,percent=50", ["box=8x6,fit=cover,position=attention", "percent=50"]],
  ["fit=cover", ["fit=cover"]],
  ["", [""]],
])("takes the list %j apart", (text, parts) => {
  expect(splitResizes(text)).toEqual(parts);
});

it.each([
  "percent=0",
  "percent=1001",
  "percent=50,fit=cover",
  "box=800",
  "box=800x",
  "box=800x600x400",
  "box=0x600",
  "box=800x600,fit=fill",
  "box=800x600,fit",
  "box=800x600,position=attention",
  "box=800x600,fit=cover,fit=cover",
  "box=800x600,mode=width",
  "box=800x600,enlarge=true",
  "fit=cover",
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
