import { defaultSettings, settingsSchema } from "@pixelmill/core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SavedPresets } from "./savedPresets.ts";

const webp = settingsSchema.parse({ outputs: [{ format: "webp" }] });

let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});

afterEach(() => vi.unstubAllGlobals());

it("presets are kept by their names, in their order, across pages", () => {
  const presets = new SavedPresets();
  presets.save("Shop", webp);
  presets.save("Album", defaultSettings);
  presets.save("Shop", defaultSettings);
  const expected = ["Album", "Shop"].map((name) => ({ name, settings: defaultSettings }));
  expect(presets.list()).toEqual(expected);
  expect(presets.list()).toBe(presets.list());
  expect(new SavedPresets().list()).toEqual(expected);
  presets.remove("Album");
  expect(new SavedPresets().list().map(({ name }) => name)).toEqual(["Shop"]);
});

it("what is no preset is passed over, and a setting that came later has its default", () => {
  stored.set("pixelmill.presets", JSON.stringify([1, { name: "a" }, { name: "b", settings: { outputs: [{ format: "webp" }] } }]));
  expect(new SavedPresets().list()).toEqual([{ name: "b", settings: webp }]);
  stored.set("pixelmill.presets", "{");
  expect(new SavedPresets().list()).toEqual([]);
});
