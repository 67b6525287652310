import { defaultSettings, presetNames, presetSettings, presets, type SettingsInput, settingsSchema } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { draftOfSettings, isSameSettings, isWhole } from "./draftOfSettings.ts";
import { initialDraft, toSettings } from "./settingsDraft.ts";

const box = { mode: "box", width: 100, height: 50 } as const;

const widths = [640, 1280, 1920] as const;

const formed: readonly SettingsInput[] = [
  {},
  ...presetNames.filter((name) => presets[name].set === null).map(presetSettings),
  // A set as the form has it, format by format in its own order.
  {
    outputs: (["jpeg", "webp", "avif"] as const).flatMap((format) =>
      widths.map((pixels) => ({ format, resize: { mode: "width", pixels } })),
    ),
  },
  { outputs: [{ format: "png" }, { format: "webp", quality: 71 }], names: "{name}-small", keepTree: false },
  { outputs: [{ quality: { target: 80 }, effort: "smallest", metadata: "keepCopyright" }] },
  { outputs: [{ quality: "lossless", colour: "keep", metadata: "keepAll" }] },
  { outputs: [{ format: "jpeg", quality: { maxBytes: 250_000 }, chroma: "4:2:0" }] },
  { outputs: [{ format: "auto", candidates: ["webp", "avif"], resize: { mode: "percent", percent: 40 } }] },
  { outputs: [{ resize: { ...box, fit: "cover", position: "attention", enlarge: true }, sharpen: true }] },
  { outputs: [{ resize: { mode: "longest", pixels: 900 } }, { resize: { ...box, fit: "contain" } }] },
];

describe("the form of settings", () => {
  it.each(formed.map((settings) => [JSON.stringify(settings), settings]))("asks for the same again: %s", (_, input) => {
    const settings = settingsSchema.parse(input);
    const draft = draftOfSettings(settings);
    expect(toSettings(draft)).toEqual(settings);
    expect(isWhole(draft, settings)).toBe(true);
  });

  it("comes as close as it can to those that it has no fields for, and says so", () => {
    const settings = settingsSchema.parse({
      outputs: [{ format: "jpeg" }, { format: "avif", resize: { mode: "width", pixels: 640 } }, { format: "png", colours: 16 }],
    });
    const draft = draftOfSettings(settings);
    expect(draft.formats).toEqual(["jpeg", "png", "avif"]);
    expect(draft.sizes.map(({ mode }) => mode)).toEqual(["none", "width"]);
    expect(isWhole(draft, settings)).toBe(false);
  });

  it("is not whole while a number is unfinished", () => {
    expect(isWhole({ ...initialDraft, names: "a/b" }, defaultSettings)).toBe(false);
  });
});

describe("settings", () => {
  it("are the same whatever was left to its default, and others in another order", () => {
    const [a, b] = [{ format: "webp" }, { format: "avif" }] as const;
    expect(isSameSettings(settingsSchema.parse({ outputs: [{}] }), defaultSettings)).toBe(true);
    expect(isSameSettings(settingsSchema.parse({ outputs: [a, b] }), settingsSchema.parse({ outputs: [b, a] }))).toBe(false);
  });
});
