import { expect, it } from "vitest";
import { makeInfo } from "../dispatch/testing/simulation.ts";
import { type OutputSettingsInput, outputSettingsSchema } from "../settings/settings.ts";
import type { ImageInfo } from "./imageInfo.ts";
import { isUnconverted } from "./unconverted.ts";

const unconverted = (info: Partial<ImageInfo>, wish: OutputSettingsInput) =>
  isUnconverted(makeInfo(info), outputSettingsSchema.parse(wish));

it("a picture may stay as it is in its own format and size", () => {
  expect(unconverted({ format: "jpeg" }, {})).toBe(true);
  expect(unconverted({ format: "jpeg" }, { format: "jpeg" })).toBe(true);
  expect(unconverted({ format: "jpeg" }, { format: "webp" })).toBe(false);
  expect(unconverted({ format: "jpeg" }, { resize: { mode: "width", pixels: 500 } })).toBe(false);
});

it("a picture may stay under auto where its format is a candidate", () => {
  expect(unconverted({ format: "jpeg" }, { format: "auto" })).toBe(true);
  expect(unconverted({ format: "jpeg" }, { format: "auto", candidates: ["avif"] })).toBe(false);
});

it("a format that is only read can't stay", () => {
  expect(unconverted({ format: "heic" }, {})).toBe(false);
});

it("frames that would be lost can't stay", () => {
  expect(unconverted({ format: "png", frames: 3 }, {})).toBe(false);
});
