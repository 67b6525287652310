import { expect, it } from "vitest";
import { outputsInWords } from "./outputsInWords.ts";
import { type SettingsInput, settingsSchema } from "./settings.ts";

const width = (pixels: number) => ({ resize: { mode: "width" as const, pixels } });

it.each<[SettingsInput["outputs"], string]>([
  [[{}], "original"],
  [[{ format: "avif", quality: 40, ...width(640) }], "avif q40 at width 640"],
  [[{ format: "jpeg" }, { format: "webp" }], "jpeg, webp"],
  [[{ metadata: "keepCopyright" }, { format: "webp", metadata: "keepAll" }], "original with copyright, webp with metadata"],
  [[{ format: "avif", quality: 50, colour: "keep", ...width(640) }], "avif q50 in its own colours at width 640"],
  [[{ format: "auto", quality: { target: 75 } }], "auto score 75"],
  [[{ format: "auto", candidates: ["webp", "avif"], effort: "smallest" }], "auto of webp/avif smallest"],
  [
    [
      { format: "png", colours: 64 },
      { format: "avif", chroma: "4:4:4", effort: "fast" },
    ],
    "png 64 colours, avif fast 4:4:4",
  ],
  [[{ format: "jpeg" }, { format: "jpeg", ...width(640) }], "jpeg at full size, width 640"],
  [
    [width(320), width(640), { format: "webp", ...width(320) }, { format: "webp", ...width(640) }],
    "original, webp at width 320, width 640",
  ],
  [[{ format: "jpeg" }, { format: "webp", ...width(640) }], "jpeg, webp at width 640"],
  [[{ format: "webp", resize: { mode: "percent", percent: 50 }, sharpen: true }], "webp sharpened at 50 %"],
  [[{ resize: { mode: "box", width: 80, height: 60, enlarge: true } }], "original at box 80 × 60 (inside), enlarged"],
  [
    [{ resize: { mode: "box", width: 80, height: 60, fit: "cover", position: "attention" } }],
    "original at box 80 × 60 (cover, attention)",
  ],
])("%j are %s", (outputs, words) => {
  expect(outputsInWords(settingsSchema.parse({ outputs }).outputs)).toBe(words);
});
