import { defaultSettings, maxOutputs, type OutputSettingsInput, outputSettingsSchema, targetFormats } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { settingsMessages } from "./messages.ts";
import {
  hasTooManyOutputs,
  initialDraft,
  isValidNames,
  outputCount,
  qualityDefaults,
  qualityRange,
  restoreDraft,
  type SettingsDraft,
  toSettings,
} from "./settingsDraft.ts";
import { initialSize, isValidSize, nextSize, type SizeDraft } from "./sizeDraft.ts";

const draftOf = (change: Partial<SettingsDraft>): SettingsDraft => ({ ...initialDraft, ...change });
const sized = (change: Partial<SizeDraft>): SizeDraft => ({ ...initialSize, ...change });
const width = (pixels: string) => sized({ mode: "width", pixels });

describe("toSettings", () => {
  it("begins with core's defaults", () => expect(toSettings(initialDraft)).toEqual(defaultSettings));
  it("leaves out a quality that a lossless format has no use for", () => {
    expect(toSettings(draftOf({ formats: ["png"], quality: 50 }))?.outputs).toMatchObject([{ quality: null }]);
    expect(toSettings(draftOf({ formats: ["png", "avif"], quality: 50 }))?.outputs).toMatchObject([
      { format: "png", quality: null },
      { format: "avif", quality: 50 },
    ]);
  });
  it("takes a resize in whole pixels", () => {
    expect(toSettings(draftOf({ sizes: [sized({ mode: "longest" })] }))?.outputs).toMatchObject([
      { resize: { mode: "longest", pixels: 1920, enlarge: false } },
    ]);
  });
  it("asks for every format at every size, format by format", () => {
    const outputs = toSettings(draftOf({ formats: ["webp", "avif"], sizes: [width("640"), initialSize] }))?.outputs;
    const resize = { mode: "width", pixels: 640, enlarge: false };
    expect(outputs).toMatchObject([
      { format: "webp", quality: null, resize, sharpen: false },
      { format: "webp", quality: null, resize: null, sharpen: false },
      { format: "avif", quality: null, resize, sharpen: false },
      { format: "avif", quality: null, resize: null, sharpen: false },
    ]);
  });
  it("takes percentages and boxes, of what they have no use for nothing", () => {
    const box = sized({ mode: "box", fit: "contain", position: "attention", pixels: "nonsense" });
    const sizes = [sized({ mode: "percent", percent: "25" }), box, { ...box, fit: "cover" as const }];
    const draft = draftOf({ sizes, enlarge: true, sharpen: true });
    const frame = { mode: "box", width: 1200, height: 800, enlarge: true };
    expect(toSettings(draft)?.outputs.map(({ resize, sharpen }) => ({ resize, sharpen }))).toEqual([
      { resize: { mode: "percent", percent: 25, enlarge: true }, sharpen: true },
      { resize: { ...frame, fit: "contain", position: "centre" }, sharpen: true },
      { resize: { ...frame, fit: "cover", position: "attention" }, sharpen: true },
    ]);
    expect(toSettings(draftOf({ enlarge: true, sharpen: true }))).toEqual(defaultSettings);
  });
  it("takes names that are a pattern, and says where they are none", () => {
    expect(toSettings(draftOf({ names: "{name}-{width}", keepTree: false }))).toMatchObject({
      names: "{name}-{width}",
      keepTree: false,
    });
    expect(toSettings(draftOf({ names: "a/b" }))).toBeNull();
    expect([isValidNames("{name}"), isValidNames("{nom}"), isValidNames("")]).toEqual([true, false, false]);
  });
  it("adds sizes of the same kind, half as large", () => {
    expect(nextSize(initialSize)).toEqual(sized({ mode: "width" }));
    expect(nextSize(width("641"))).toMatchObject({ mode: "width", pixels: "321" });
    expect(nextSize(sized({ mode: "box", width: "", height: "1" }))).toMatchObject({ mode: "box", width: "1", height: "1" });
  });
  it("asks once for what stands there twice", () => {
    const draft = draftOf({ sizes: [width("640"), width(" 0640"), initialSize, { ...initialSize, pixels: "" }] });
    expect(outputCount(draft)).toBe(2);
    expect(toSettings(draft)?.outputs).toHaveLength(2);
  });
  it("refuses more outputs than a job may have", () => {
    const sizes = Array.from({ length: maxOutputs / 2 }, (_, at) => width(String(at + 1)));
    const draft = draftOf({ formats: ["webp", "avif"], sizes });
    expect([toSettings(draft)?.outputs.length, hasTooManyOutputs(draft)]).toEqual([maxOutputs, false]);
    const more = draftOf({ formats: ["jpeg", "webp", "avif"], sizes });
    expect([toSettings(more), hasTooManyOutputs(more)]).toEqual([null, true]);
  });
  it.each(["", "0", "-5", "1.5", "1e3", "65501", "wide"])("refuses %j pixels", (pixels) => {
    expect(toSettings(draftOf({ sizes: [initialSize, width(pixels)] }))).toBeNull();
    expect(isValidSize(width(pixels))).toBe(false);
  });
  it("does not mind the pixels where nothing is resized", () => {
    expect(toSettings(draftOf({ sizes: [sized({ pixels: "nonsense" })] }))).not.toBeNull();
  });
});

it("knows the quality of every target", () => {
  for (const target of targetFormats) expect(qualityDefaults([target]).length).toBeGreaterThan(0);
  expect(qualityRange(["png"])).toBeNull();
  expect(qualityRange(["original"])).toMatchObject({ min: 1, max: 100 });
  expect(qualityRange(["png", "webp"])).toMatchObject({ min: 1, max: 100 });
  expect(qualityRange(["auto"])).toBeNull();
  expect(qualityDefaults(["auto"]).map(({ label }) => label)).toEqual(["JPEG", "PNG", "WebP", "AVIF"]);
  expect(qualityDefaults(["avif"])).toEqual([{ label: "AVIF", quality: 60 }]);
  expect(qualityDefaults(["png", "avif"]).map(({ label }) => label)).toEqual(["PNG", "AVIF"]);
});

describe("the summary of a job's settings", () => {
  const summaryOf = (...outputs: OutputSettingsInput[]) =>
    settingsMessages.summary({
      ...defaultSettings,
      outputs: outputs.map((output) => outputSettingsSchema.parse(output)),
    });
  const at = (pixels: number): Pick<OutputSettingsInput, "resize"> => ({ resize: { mode: "width", pixels } });

  it("names the one output", () => {
    expect(summaryOf({})).toEqual(["Original format", "default quality"]);
    expect(summaryOf({ format: "png" })).toEqual(["PNG"]);
    expect(summaryOf({ format: "webp", quality: 70, ...at(1920) })).toEqual(["WebP", "quality 70", "width 1,920 px"]);
  });
  it("names boxes and percentages", () => {
    const resize = { mode: "box", width: 1200, height: 800, fit: "cover" } as const;
    expect(summaryOf({ format: "png", resize, sharpen: true })).toEqual(["PNG", "cut to 1,200 × 800 px, sharpened"]);
    expect(summaryOf({ format: "png", resize: { mode: "percent", percent: 50 } })).toEqual(["PNG", "50 %"]);
  });
  it("names each format, quality and size of several once", () => {
    const [webp, avif] = [{ format: "webp" }, { format: "avif" }] as const;
    expect(
      summaryOf({ ...webp, ...at(320) }, { ...webp, ...at(640) }, { ...avif, ...at(320) }, { ...avif, quality: 50 }),
    ).toEqual(["WebP and AVIF", "default quality and quality 50", "width 320 px, width 640 px and own size"]);
  });
});

describe("restoreDraft", () => {
  it("takes what it kept", () => {
    const draft = draftOf({ formats: ["webp", "avif"], quality: 70, sizes: [width("320"), initialSize] });
    expect(restoreDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  });
  it("takes what a page kept that knew one format and one size", () => {
    const kept = { format: "webp", quality: 70, resizeMode: "longest", pixels: "1600" };
    expect(restoreDraft(kept)).toEqual(
      draftOf({ formats: ["webp"], quality: 70, sizes: [sized({ mode: "longest", pixels: "1600" })] }),
    );
    expect(restoreDraft({ formats: ["webp"], quality: null, sizes: [{ mode: "width", pixels: "640" }] })).toEqual(
      draftOf({ formats: ["webp"], sizes: [width("640")] }),
    );
    expect(restoreDraft({ format: "avif" })).toEqual(draftOf({ formats: ["avif"] }));
  });
  it.each([
    null,
    5,
    { formats: ["bmp"] },
    { formats: [] },
    { formats: "webp" },
    { format: "bmp" },
    { quality: 900 },
    { resizeMode: "area" },
    { pixels: 12 },
    { sizes: [] },
    { sizes: [null] },
    { sizes: [{ mode: "area", pixels: "12" }] },
    { sizes: [{ mode: "box", fit: "fill" }] },
    { sizes: [{ mode: "percent", percent: 50 }] },
    { enlarge: "yes" },
    { names: 5 },
  ])("refuses %j", (value) => {
    expect(restoreDraft(value)).toBeNull();
  });
});
