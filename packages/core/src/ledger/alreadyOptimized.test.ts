import { describe, expect, it } from "vitest";
import { makeInfo } from "../dispatch/testing/simulation.ts";
import type { ImageInfo } from "../image/imageInfo.ts";
import { type SettingsInput, settingsSchema } from "../settings/settings.ts";
import { isAlreadyOptimized } from "./alreadyOptimized.ts";
import { recipeOf, treatmentOf } from "./recipe.ts";

type Wish = NonNullable<SettingsInput["outputs"]>[number];

const settingsOf = (...outputs: Wish[]) => settingsSchema.parse({ outputs });

function wishOf(wish: Wish) {
  const [output] = settingsOf(wish).outputs;
  if (output === undefined) throw new Error("no output");
  return output;
}

const width = (pixels: number) => ({ mode: "width" as const, pixels });

describe("a file that Pixelmill made", () => {
  const webp: Partial<ImageInfo> = { format: "webp", width: 800, height: 600 };
  const isLeft = (wish: Wish, same = false, info: Partial<ImageInfo> = {}) =>
    isAlreadyOptimized(makeInfo({ ...webp, ...info }), wishOf(wish), same);

  it("is left alone where nothing special is wished, or its own format, or a size it has", () => {
    expect(
      [{}, { format: "webp" as const }, { resize: width(800) }, { resize: width(5000) }].map((wish) => isLeft(wish)),
    ).toEqual([true, true, true, true]);
  });

  it("is left alone under auto where its format will do", () => {
    expect(isLeft({ format: "auto" })).toBe(true);
    expect(isLeft({ format: "auto", candidates: ["jpeg", "avif"] }, true)).toBe(false);
  });

  it("is converted and made smaller as any other", () => {
    expect(isLeft({ format: "avif" }, true)).toBe(false);
    expect(isLeft({ resize: width(799) }, true)).toBe(false);
    expect(isLeft({ format: "jpeg" }, true, { frames: 3 })).toBe(false);
  });

  it("is left alone under the treatment it was made with, and encoded under another that is asked for", () => {
    expect(isLeft({ quality: 40 }, true)).toBe(true);
    expect(isLeft({ quality: 40 }, false)).toBe(false);
  });

  it("does not keep metadata that nobody asked to be kept", () => {
    expect(isLeft({}, false, { hasMetadata: true })).toBe(false);
    expect(isLeft({}, true, { hasMetadata: true })).toBe(true);
  });
});

describe("a recipe", () => {
  const settings = settingsOf({ quality: 40 }, { format: "avif" });
  const recipe = (all: typeof settings, wish: Wish) => recipeOf(all, wishOf(wish));

  it("does not depend on what else is asked for", () => {
    expect(recipe(settings, { quality: 40 })).toBe(recipe(settingsOf({ quality: 40 }), { quality: 40 }));
  });

  it("does not depend on how the file is called", () => {
    expect(recipe({ ...settings, names: "{name}-small", keepTree: false }, {})).toBe(recipe(settings, {}));
  });

  it("is another for every difference of the wish or the job", () => {
    const wishes: Wish[] = [{}, { quality: 40 }, { format: "webp" }, { resize: width(10) }, { resize: width(11) }];
    const recipes = wishes.map((wish) => recipe(settings, wish));
    expect(new Set([...recipes, recipe({ ...settings, minimumSaving: 0.5 }, {})]).size).toBe(wishes.length + 1);
  });

  it("shares its treatment with every format and size", () => {
    const treatments = [{ quality: 40 }, { quality: 40, format: "webp" as const, resize: width(9) }].map((wish) =>
      treatmentOf(wishOf(wish)),
    );
    expect(new Set(treatments).size).toBe(1);
    expect(treatmentOf(wishOf({ quality: 41 }))).not.toBe(treatments[0]);
  });
});
