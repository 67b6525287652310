import { expect, it } from "vitest";
import { outputSettingsSchema } from "./settings.ts";
import { chromaTexts, colourTexts, effortTexts, metadataTexts, scoreLookOf, scoreLooks } from "./settingTexts.ts";

it.each([
  ["effort", effortTexts],
  ["chroma", chromaTexts],
  ["metadata", metadataTexts],
  ["colour", colourTexts],
] as const)("every %s that can be chosen has words, and no other", (field, texts) => {
  for (const [value, { label, help }] of Object.entries(texts)) {
    expect(outputSettingsSchema.safeParse({ [field]: value }).success, value).toBe(true);
    expect(label).toMatch(/^\S/);
    expect(help).toMatch(/^[A-Z].*\.$/);
  }
});

it.each([
  [96.2, "hard to tell from the original"],
  [90, "hard to tell from the original"],
  [89.9, "high quality"],
  [70, "high quality"],
  [69.9, "medium quality"],
  [50, "medium quality"],
  [30, "low quality"],
  [29.9, "very low quality"],
  [-12, "very low quality"],
])("a score of %d looks like %s", (score, text) => {
  expect(scoreLooks[scoreLookOf(score)]).toBe(text);
});
