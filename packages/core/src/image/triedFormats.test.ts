import { describe, expect, it } from "vitest";
import { type OutputSettings, outputSettingsSchema } from "../settings/settings.ts";
import { isKeptLossless, isSearchable, mayStayUnderAuto, possibleFormats, triedFormats } from "./triedFormats.ts";

const still = { format: "png", frames: 1 } as const;
const wish = (output: Partial<OutputSettings> = {}) => outputSettingsSchema.parse({ format: "auto", ...output });

describe("the formats that are tried", () => {
  it("are the one that was asked for, or the source's", () => {
    expect(triedFormats(still, wish({ format: "webp" }))).toEqual(["webp"]);
    expect(triedFormats({ format: "tiff", frames: 3 }, wish({ format: "original" }))).toEqual(["tiff"]);
  });

  it("are all candidates of `auto`", () => {
    expect(triedFormats(still, wish())).toEqual(["jpeg", "png", "webp", "avif"]);
    expect(triedFormats(still, wish({ candidates: ["avif", "webp"] }))).toEqual(["avif", "webp"]);
    expect(triedFormats({ format: "tiff", frames: 3 }, wish())).toHaveLength(4);
  });

  it("leave out what can't hold an animation, and are the source's own where nothing can", () => {
    expect(triedFormats({ format: "gif", frames: 5 }, wish())).toEqual(["webp"]);
    expect(triedFormats({ format: "gif", frames: 5 }, wish({ candidates: ["avif"] }))).toEqual(["gif"]);
  });

  it("leave out what can't be as it is wished", () => {
    expect(triedFormats(still, wish({ quality: "lossless" }))).toEqual(["png", "webp", "avif"]);
    expect(triedFormats({ ...still, format: "jpeg" }, wish({ quality: "lossless" }))).toContain("jpeg");
    expect(triedFormats(still, wish({ chroma: "4:4:4" }))).toEqual(["jpeg", "png", "avif"]);
  });

  it("may give way to the source's own, where it is a candidate or a GIF", () => {
    expect(mayStayUnderAuto("jpeg", wish())).toBe(true);
    expect(mayStayUnderAuto("jpeg", wish({ candidates: ["avif"] }))).toBe(false);
    expect(possibleFormats({ format: "gif", frames: 5 }, wish())).toEqual(["webp", "gif"]);
    expect(possibleFormats(still, wish({ candidates: ["avif"] }))).toEqual(["avif"]);
    expect(possibleFormats(still, wish({ format: "webp" }))).toEqual(["webp"]);
  });
});

it("a quality can be searched of lossy formats and of a palette", () => {
  expect(["jpeg", "png", "webp", "avif", "gif", "tiff"].filter((format) => isSearchable(format as "gif"))).toEqual([
    "jpeg",
    "png",
    "webp",
    "avif",
  ]);
});

describe("nothing is lost", () => {
  const [lossless, lossy] = [{ lossless: true }, { lossless: false }];
  it("where that is asked for, of a format that could lose something", () => {
    expect(isKeptLossless({}, wish({ quality: "lossless" }), "webp")).toBe(true);
    expect(isKeptLossless({}, wish({ quality: "lossless" }), "png")).toBe(false);
  });

  it("where the source has lost nothing and stays what it is", () => {
    const original = wish({ format: "original" });
    expect(isKeptLossless(lossless, original, "webp")).toBe(true);
    expect(isKeptLossless(lossy, original, "webp")).toBe(false);
    expect(isKeptLossless({}, original, "webp")).toBe(false);
    expect(isKeptLossless(lossless, wish({ format: "original", quality: 80 }), "webp")).toBe(false);
    expect(isKeptLossless(lossless, wish({ format: "webp" }), "webp")).toBe(false);
  });
});
