import {
  defaultSettings,
  maxOutputs,
  type OutputSettingsInput,
  presetNames,
  presetSettings,
  settingsSchema,
  targetFormats,
} from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { wordsIn } from "../../lib/i18n/wordsIn.ts";
import { initialQuality, type QualityDraft, qualityDefaults, qualityModeOf, qualityModesFor } from "./qualityDraft.ts";
import {
  contradictionsOf,
  draftOfPreset,
  hasTooManyOutputs,
  initialDraft,
  isValidNames,
  outputCount,
  presetOfDraft,
  restoreDraft,
  type SettingsDraft,
  toSettings,
} from "./settingsDraft.ts";
import { settingsSummary } from "./settingsSummary.ts";
import { initialSize, isValidSize, nextSize, type SizeDraft } from "./sizeDraft.ts";

const draftOf = (change: Partial<SettingsDraft>): SettingsDraft => ({ ...initialDraft, ...change });
const ofQuality = (change: Partial<QualityDraft>): QualityDraft => ({ ...initialQuality, ...change });
const ofNumber = (number: number): QualityDraft => ofQuality({ mode: "number", number });
const sized = (change: Partial<SizeDraft>): SizeDraft => ({ ...initialSize, ...change });
const width = (pixels: string) => sized({ mode: "width", pixels });

describe("toSettings", () => {
  it("begins with core's defaults", () => expect(toSettings(initialDraft)).toEqual(defaultSettings));
  it("leaves out a quality that a lossless format has no use for", () => {
    expect(toSettings(draftOf({ formats: ["png"], quality: ofNumber(50) }))?.outputs).toMatchObject([{ quality: null }]);
    expect(toSettings(draftOf({ formats: ["png", "avif"], quality: ofNumber(50) }))?.outputs).toMatchObject([
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
      { format: "webp", quality: null, resize, sharpen: false, metadata: "strip", colour: "srgb" },
      { format: "webp", quality: null, resize: null, sharpen: false, metadata: "strip", colour: "srgb" },
      { format: "avif", quality: null, resize, sharpen: false, metadata: "strip", colour: "srgb" },
      { format: "avif", quality: null, resize: null, sharpen: false, metadata: "strip", colour: "srgb" },
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

describe("the quality", () => {
  const qualityOf = (change: Partial<SettingsDraft>) => toSettings(draftOf(change))?.outputs.map(({ quality }) => quality);
  it.each<[Partial<QualityDraft>, unknown]>([
    [{ mode: "default" }, null],
    [{ mode: "number", number: 70 }, 70],
    [{ mode: "target", target: 82 }, { target: 82 }],
    [{ mode: "maxBytes", kilobytes: " 150 " }, { maxBytes: 150_000 }],
    [{ mode: "lossless" }, "lossless"],
  ])("%j is asked for as %j", (quality, wanted) => {
    expect(qualityOf({ formats: ["webp"], quality: ofQuality(quality) })).toEqual([wanted]);
  });
  it.each(["", "0", "1.5", "-3", "many", "99999999"])("refuses a size of %j kilobytes", (kilobytes) => {
    expect(qualityOf({ quality: ofQuality({ mode: "maxBytes", kilobytes }) })).toBeUndefined();
  });
  it("is no number where formats are compared, nor where all are lossless", () => {
    expect(qualityModesFor(["auto"])).not.toContain("number");
    expect(qualityModesFor(["png"])).not.toContain("number");
    expect(qualityModesFor(["png", "webp"])).toContain("number");
    expect(qualityModeOf({ formats: ["auto"], quality: ofNumber(70) })).toBe("default");
    expect(qualityOf({ formats: ["auto"], quality: ofNumber(70) })).toEqual([null]);
  });
  it("has a default for every target", () => {
    for (const target of targetFormats) expect(qualityDefaults([target]).length).toBeGreaterThan(0);
    expect(qualityDefaults(["avif"])).toEqual([{ label: "AVIF", quality: 60 }]);
    expect(qualityDefaults(["png", "avif"]).map(({ label }) => label)).toEqual(["PNG", "AVIF"]);
  });
});

describe("what goes with the format", () => {
  it("is asked for where the format has a use for it", () => {
    const draft = draftOf({ formats: ["auto", "jpeg", "png", "webp"], chroma: "4:4:4", candidates: ["webp", "avif"] });
    expect(toSettings(draft)?.outputs).toMatchObject([
      { format: "auto", chroma: "4:4:4", candidates: ["webp", "avif"] },
      { format: "jpeg", chroma: "4:4:4", candidates: ["jpeg", "png", "webp", "avif"] },
      { format: "png", chroma: "auto" },
      { format: "webp", chroma: "auto" },
    ]);
  });
  it("is the same for all in the time that they take", () => {
    const draft = draftOf({ formats: ["jpeg", "png"], effort: "smallest" });
    expect(toSettings(draft)?.outputs).toMatchObject([{ effort: "smallest" }, { effort: "smallest" }]);
  });
  it("is told in words where it can't be had together", () => {
    const draft = draftOf({ formats: ["jpeg"], quality: ofQuality({ mode: "lossless" }), sizes: [width("640")] });
    expect(toSettings(draft)).toBeNull();
    expect(contradictionsOf(draft)).toEqual(["losslessJpegResized"]);
    expect([contradictionsOf(initialDraft), contradictionsOf(draftOf({ sizes: [width("0")] }))]).toEqual([[], []]);
  });
});

describe("a preset", () => {
  it.each(presetNames)("%s makes the form ask for its settings, and is known again", (name) => {
    const draft = draftOf(draftOfPreset(name, initialDraft));
    const byKey = (settings: ReturnType<typeof toSettings>) =>
      settings?.outputs.map((output) => JSON.stringify(output)).toSorted();
    expect(byKey(toSettings(draft))).toEqual(byKey(settingsSchema.parse(presetSettings(name))));
    expect(presetOfDraft(draft)).toBe(name);
  });
  it("leaves format and size alone, and takes its own with it", () => {
    const draft = draftOf({ formats: ["webp"], sizes: [width("640")] });
    const smallest = { ...draft, ...draftOfPreset("smallest", draft) };
    expect(smallest).toMatchObject({ formats: ["webp"], sizes: [width("640")], effort: "smallest" });
    const web = { ...smallest, ...draftOfPreset("web", smallest) };
    expect([web.formats, outputCount(web)]).toEqual([["jpeg", "webp", "avif"], 9]);
    expect({ ...web, ...draftOfPreset("balanced", web) }).toEqual(initialDraft);
  });
  it("is none where a setting differs, or is not valid", () => {
    expect(presetOfDraft(draftOf({ quality: ofNumber(70) }))).toBeNull();
    expect(presetOfDraft(draftOf({ sizes: [width("")] }))).toBeNull();
  });
});

describe("the summary of a job's settings", () => {
  const summaryOf = (...outputs: OutputSettingsInput[]) => settingsSummary(settingsSchema.parse({ outputs }), wordsIn("en"));
  const at = (pixels: number): OutputSettingsInput => ({ resize: { mode: "width", pixels } });

  it("names the preset, or how the one output is encoded", () => {
    expect(summaryOf({})).toEqual(["Balanced", "Original format"]);
    expect(summaryOf({ format: "png", effort: "smallest" })).toEqual(["Smallest", "PNG"]);
    expect(summaryOf({ format: "webp", quality: 70, ...at(1920) })).toEqual(["quality 70", "WebP", "width 1,920 px"]);
    expect(summaryOf({ format: "auto", quality: { target: 80 } })).toEqual(["score 80", "Smallest format"]);
    expect(summaryOf({ quality: { maxBytes: 150_000 }, effort: "fast" })).toEqual(["at most 150 kB and fast", "Original format"]);
  });
  it("names boxes and percentages", () => {
    const resize = { mode: "box", width: 1200, height: 800, fit: "cover" } as const;
    expect(summaryOf({ format: "png", resize, sharpen: true })).toEqual(["Balanced", "PNG", "cut to 1,200 × 800 px, sharpened"]);
    expect(summaryOf({ format: "png", resize: { mode: "percent", percent: 50 } })).toEqual(["Balanced", "PNG", "50 %"]);
  });
  it("says what is kept of the sources, where it is more than nothing", () => {
    expect(summaryOf({ format: "png", metadata: "keepCopyright" }, { format: "png", colour: "keep" })).toEqual([
      "Balanced",
      "PNG",
      "copyright kept",
      "colours kept",
    ]);
  });
  it("names each format, quality and size of several once", () => {
    const [webp, avif] = [{ format: "webp" }, { format: "avif" }] as const;
    expect(
      summaryOf({ ...webp, ...at(320) }, { ...webp, ...at(640) }, { ...avif, ...at(320) }, { ...avif, quality: 50 }),
    ).toEqual(["quality 50", "WebP and AVIF", "width 320 px, width 640 px and own size"]);
  });
});

describe("restoreDraft", () => {
  it("takes what it kept", () => {
    const draft = draftOf({
      formats: ["webp", "avif"],
      candidates: ["avif"],
      quality: ofQuality({ mode: "target", target: 80 }),
      effort: "fast",
      sizes: [width("320"), initialSize],
      metadata: "keepAll",
      colour: "keep",
    });
    expect(restoreDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  });
  it("takes what a page kept that knew one format and one size", () => {
    const kept = { format: "webp", quality: 70, resizeMode: "longest", pixels: "1600" };
    const sizes = [sized({ mode: "longest", pixels: "1600" })];
    expect(restoreDraft(kept)).toEqual(draftOf({ formats: ["webp"], quality: ofNumber(70), sizes }));
    expect(restoreDraft({ ...kept, quality: null })).toEqual(draftOf({ formats: ["webp"], sizes }));
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
    { quality: { mode: "best" } },
    { quality: { target: 101 } },
    { quality: { kilobytes: 5 } },
    { candidates: [] },
    { effort: "none" },
    { resizeMode: "area" },
    { pixels: 12 },
    { metadata: "none" },
    { colour: "p3" },
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
