import { expect, it } from "vitest";
import { makeInfo } from "../dispatch/testing/simulation.ts";
import { geometryOf } from "../settings/geometry.ts";
import type { ResizeInput } from "../settings/resize.ts";
import type { ImageInfo } from "./imageInfo.ts";
import { isSharpened } from "./sharpening.ts";

const half: ResizeInput = { mode: "width", pixels: 500 };
const sharpened = (facts: Partial<ImageInfo>, resize: ResizeInput | null, { sharpen = true, frames = 1 } = {}) => {
  const info = makeInfo(facts);
  return isSharpened(info, { sharpen }, frames, geometryOf(info, resize));
};

it("photos are sharpened from half their size down, where it is asked for", () => {
  expect(sharpened({}, half)).toBe(true);
  expect(sharpened({}, { mode: "width", pixels: 501 })).toBe(false);
  expect(sharpened({}, null)).toBe(false);
  expect(sharpened({}, half, { sharpen: false })).toBe(false);
});

it("it is the whole picture's scale that counts, not what a box cuts off", () => {
  expect(sharpened({}, { mode: "box", width: 1000, height: 100, fit: "cover" })).toBe(false);
  expect(sharpened({}, { mode: "box", width: 1000, height: 400, fit: "contain" })).toBe(true);
});

it("drawings of few colours and animations are not", () => {
  expect(sharpened({ format: "gif" }, half)).toBe(false);
  expect(sharpened({ format: "png", palette: true }, half)).toBe(false);
  expect(sharpened({ format: "png", palette: false }, half)).toBe(true);
  expect(sharpened({ format: "webp" }, half, { frames: 2 })).toBe(false);
});
