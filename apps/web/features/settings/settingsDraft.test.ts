import { defaultSettings, targetFormats } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { initialDraft, qualityDefaults, qualityRange, restoreDraft, toSettings } from "./settingsDraft.ts";

describe("toSettings", () => {
  it("begins with core's defaults", () => expect(toSettings(initialDraft)).toEqual(defaultSettings));
  it("leaves out a quality that a lossless format has no use for", () => {
    expect(toSettings({ ...initialDraft, format: "png", quality: 50 })?.quality).toBeNull();
    expect(toSettings({ ...initialDraft, format: "avif", quality: 50 })?.quality).toBe(50);
  });
  it("takes a resize in whole pixels", () => {
    expect(toSettings({ ...initialDraft, resizeMode: "longest", pixels: "1920" })?.resize).toEqual({
      mode: "longest",
      pixels: 1920,
    });
  });
  it.each(["", "0", "-5", "1.5", "1e3", "65501", "wide"])("refuses %j pixels", (pixels) => {
    expect(toSettings({ ...initialDraft, resizeMode: "width", pixels })).toBeNull();
  });
  it("does not mind the pixels where nothing is resized", () => {
    expect(toSettings({ ...initialDraft, pixels: "nonsense" })).not.toBeNull();
  });
});

it("knows the quality of every target", () => {
  for (const target of targetFormats) expect(qualityDefaults(target).length).toBeGreaterThan(0);
  expect(qualityRange("png")).toBeNull();
  expect(qualityRange("original")).toMatchObject({ min: 1, max: 100 });
  expect(qualityDefaults("avif")).toEqual([{ label: "AVIF", quality: 60 }]);
});

describe("restoreDraft", () => {
  it("takes what it kept", () => {
    const draft = { ...initialDraft, format: "webp", quality: 70 } as const;
    expect(restoreDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  });
  it.each([null, 5, { format: "bmp" }, { quality: 900 }, { resizeMode: "area" }, { pixels: 12 }])("refuses %j", (value) => {
    expect(restoreDraft(value)).toBeNull();
  });
});
