import { describe, expect, it } from "vitest";
import { type SettingsInput, settingsSchema } from "../settings/settings.ts";
import { outputSuffixes } from "./outputSuffixes.ts";

const suffixes = (outputs: SettingsInput["outputs"]) => outputSuffixes(settingsSchema.parse({ outputs }).outputs);
const width = (pixels: number) => ({ resize: { mode: "width" as const, pixels } });

describe("the suffixes of a source's outputs", () => {
  it("are none where formats tell them apart, resized or not", () => {
    expect(suffixes([width(1920)])).toEqual([""]);
    expect(suffixes([{ format: "webp" }, { format: "avif" }])).toEqual(["", ""]);
    expect(
      suffixes([
        { format: "webp", ...width(640) },
        { format: "avif", quality: 40, ...width(640) },
      ]),
    ).toEqual(["", ""]);
  });

  it("are the wished sizes where there are several; the source's own size has none", () => {
    expect(suffixes([{}, width(320), { format: "webp", ...width(320) }, width(1920)])).toEqual(["", "-320", "-320", "-1920"]);
  });

  it("name the side where sizes are of different sides", () => {
    expect(suffixes([width(320), { resize: { mode: "longest", pixels: 320 } }])).toEqual(["-width-320", "-longest-320"]);
  });

  it("name the quality where nothing else differs", () => {
    expect(suffixes([{ quality: 80 }, { quality: 60 }, {}, { format: "webp", quality: 50 }])).toEqual(["-q80", "-q60", "", ""]);
    expect(suffixes([{ quality: 80, ...width(320) }, { quality: 60, ...width(320) }, width(640)])).toEqual([
      "-320-q80",
      "-320-q60",
      "-640",
    ]);
  });
});
