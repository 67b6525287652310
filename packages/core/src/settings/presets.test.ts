import { describe, expect, it } from "vitest";
import { defaultPreset, presetNames, presetOf, presetOutputs, presetSettings, presets } from "./presets.ts";
import { defaultSettings, type SettingsInput, settingsSchema } from "./settings.ts";

const outputsOf = (settings: SettingsInput) => settingsSchema.parse(settings).outputs;

describe("presets", () => {
  it.each(presetNames)("%s is valid, has words, and is known again by its settings", (name) => {
    expect(presets[name].label).toMatch(/^[A-Z]/);
    expect(presets[name].help).toMatch(/^[A-Z].*\.$/);
    expect(presetOf(outputsOf(presetSettings(name)))).toBe(name);
  });

  it("are the defaults where nothing is asked for", () => {
    expect(settingsSchema.parse(presetSettings(defaultPreset))).toEqual(defaultSettings);
  });

  it("make every format at every width where they are a set", () => {
    const outputs = outputsOf(presetSettings("web"));
    expect(outputs).toHaveLength(9);
    expect(outputs[0]).toMatchObject({ format: "avif", resize: { mode: "width", pixels: 640 } });
    expect(outputs[8]).toMatchObject({ format: "jpeg", resize: { mode: "width", pixels: 1920 } });
  });

  it("take formats and sizes that are asked for besides", () => {
    const sizes = [null, { mode: "longest" as const, pixels: 900 }];
    expect(presetOutputs("smallest", { formats: ["webp"], sizes })).toEqual([
      { effort: "smallest", format: "webp", resize: null },
      { effort: "smallest", format: "webp", resize: sizes[1] },
    ]);
    expect(presetOutputs("web", { formats: ["webp"] })).toHaveLength(3);
    expect(presetOutputs("web", { sizes: [null] })).toHaveLength(3);
  });
});

describe("the preset that settings are", () => {
  it.each<[SettingsInput["outputs"], string | null]>([
    [[{}], "balanced"],
    [[{ format: "webp", resize: { mode: "width", pixels: 640 } }, { format: "avif" }], "balanced"],
    [[{ effort: "smallest", format: "webp" }], "smallest"],
    [[{ quality: "lossless", format: "webp" }], "lossless"],
    [[{ quality: 80 }], null],
    [[{ format: "jpeg", chroma: "4:4:4" }], null],
    [[{ format: "webp" }, { format: "avif", effort: "fast" }], null],
    [[...presetOutputs("web"), { format: "png" }], "balanced"],
    [presetOutputs("web", { formats: ["webp"] }), "balanced"],
    [presetOutputs("web").toReversed(), "web"],
  ])("%j is %s", (outputs, name) => {
    expect(presetOf(outputsOf({ outputs }))).toBe(name);
  });
});
