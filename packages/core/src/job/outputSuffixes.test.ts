import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxFits, cropPositions } from "../settings/resize.ts";
import { outputSettingsSchema, type SettingsInput, settingsSchema } from "../settings/settings.ts";
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

  it("are sizes of boxes and percentages", () => {
    const box = { mode: "box", width: 800, height: 600 } as const;
    expect(suffixes([{}, { resize: box }])).toEqual(["", "-800x600"]);
    expect(suffixes([{ resize: box }, { resize: { ...box, width: 80 } }])).toEqual(["-800x600", "-80x600"]);
    expect(
      suffixes([
        { resize: { mode: "percent", percent: 50 } },
        { resize: { ...box, fit: "cover" } },
        { resize: { ...box, fit: "cover", position: "attention" } },
      ]),
    ).toEqual(["-50pct", "-cover-800x600", "-cover-attention-800x600"]);
  });

  it("say which is enlarged, and which is sharpened, where others are not", () => {
    const large = { mode: "width", pixels: 4000, enlarge: true } as const;
    expect(suffixes([width(4000), { resize: large }])).toEqual(["-4000", "-4000-enlarged"]);
    expect(suffixes([{}, { resize: large }])).toEqual(["", "-4000"]);
    expect(suffixes([width(320), { ...width(320), sharpen: true }])).toEqual(["", "-sharp"]);
    expect(suffixes([width(320), { ...width(640), sharpen: true }])).toEqual(["-320", "-640"]);
  });

  it("differ for any outputs of one format", () => {
    const enlarge = fc.boolean();
    const pixels = fc.constantFrom(50, 320);
    const resize = fc.oneof(
      fc.record({ mode: fc.constantFrom("width" as const, "longest" as const), pixels, enlarge }),
      fc.record({ mode: fc.constant("percent" as const), percent: pixels, enlarge }),
      fc.record({ mode: fc.constant("box" as const), width: pixels, height: pixels, fit: fc.constantFrom(...boxFits), enlarge }),
      fc.record({
        mode: fc.constant("box" as const),
        width: pixels,
        height: pixels,
        fit: fc.constant("cover" as const),
        position: fc.constantFrom(...cropPositions),
        enlarge,
      }),
    );
    const output = fc
      .record({ resize: fc.option(resize), quality: fc.constantFrom(null, 60), sharpen: fc.boolean() })
      .map((wish) => outputSettingsSchema.parse(wish));
    fc.assert(
      fc.property(fc.uniqueArray(output, { minLength: 1, maxLength: 12, selector: (one) => JSON.stringify(one) }), (outputs) => {
        expect(new Set(outputSuffixes(outputs)).size).toBe(outputs.length);
      }),
    );
  });

  it("name what is searched, and how it is encoded, where nothing else differs", () => {
    expect(
      suffixes([
        { quality: { target: 75 } },
        { quality: { maxBytes: 200_000 } },
        { quality: "lossless" },
        { effort: "fast" },
        { quality: 80, chroma: "4:4:4" },
      ]),
    ).toEqual(["-t75", "-200000-bytes", "-lossless", "-fast", "-q80-444"]);
    expect(suffixes([{ format: "png" }, { format: "png", colours: 64 }])).toEqual(["", "-64-palette"]);
  });

  it("name the quality where nothing else differs", () => {
    expect(suffixes([{ quality: 80 }, { quality: 60 }, {}, { format: "webp", quality: 50 }])).toEqual(["-q80", "-q60", "", ""]);
    expect(suffixes([{ quality: 80, ...width(320) }, { quality: 60, ...width(320) }, width(640)])).toEqual([
      "-320-q80",
      "-320-q60",
      "-640",
    ]);
  });

  it("name what is kept of the source where nothing else differs", () => {
    expect(suffixes([{}, { metadata: "keepCopyright" }, { metadata: "keepAll", colour: "keep" }])).toEqual([
      "",
      "-copyright",
      "-metadata-colours",
    ]);
    expect(suffixes([{ metadata: "keepAll" }, { format: "webp" }])).toEqual(["", ""]);
  });
});
