import { describe, expect, it } from "vitest";
import { codecRefusal } from "./codecWishes.ts";
import { qualityInWords } from "./qualityInWords.ts";
import { outputSettingsSchema, type SettingsInput, settingsSchema } from "./settings.ts";

type Output = NonNullable<SettingsInput["outputs"]>[number];

const resize = { mode: "width", pixels: 640 } as const;

describe("an output's settings", () => {
  it.each<Output>([
    { format: "auto" },
    { format: "auto", candidates: ["avif"], quality: { target: 75 } },
    { format: "auto", quality: "lossless" },
    { format: "auto", quality: { maxBytes: 100_000 }, chroma: "4:4:4" },
    { format: "jpeg", quality: "lossless" },
    { format: "webp", quality: "lossless", chroma: "4:4:4", resize },
    { quality: "lossless", resize },
    { format: "png", quality: 80 },
    { format: "png", colours: 2 },
    { format: "png", quality: { target: 80 }, effort: "smallest" },
    { format: "webp", chroma: "4:2:0", effort: "fast" },
    { format: "avif", chroma: "4:4:4" },
  ])("may be %j", (output) => {
    expect(outputSettingsSchema.parse(output)).toMatchObject(output);
  });

  it.each<[Output, string, string]>([
    [{ format: "auto", quality: 80 }, "quality", "A number means something else in each format"],
    [{ format: "jpeg", quality: "lossless", resize }, "quality", "A JPEG is lossless only where"],
    [{ format: "webp", candidates: ["webp"] }, "candidates", "Candidates are what format auto chooses from"],
    [{ format: "png", chroma: "4:4:4" }, "chroma", "A PNG has no chroma"],
    [{ format: "webp", chroma: "4:4:4" }, "chroma", "A lossy WebP is always 4:2:0"],
    [{ format: "avif", chroma: "4:2:0", quality: "lossless" }, "chroma", "With chroma 4:2:0 nothing is lossless"],
    [{ format: "auto", colour: "keep" }, "colour", "Scores and formats are compared in sRGB"],
    [{ quality: { target: 75 }, colour: "keep" }, "colour", "Scores and formats are compared in sRGB"],
    [{ format: "webp", colours: 64 }, "colours", "Only a PNG has a palette"],
    [{ format: "png", colours: 64, quality: "lossless" }, "colours", "A palette's size is its quality"],
  ])("are refused where they contradict themselves: %j", (output, field, message) => {
    const parsed = outputSettingsSchema.safeParse(output);
    expect(parsed.error?.issues.map(({ path }) => path)).toEqual([[field]]);
    expect(parsed.error?.issues[0]?.message).toContain(message);
  });

  it.each([
    { quality: { target: 0 } },
    { quality: { target: 101 } },
    { quality: { target: 75.5 } },
    { quality: { maxBytes: 0 } },
    { quality: { target: 75, maxBytes: 1000 } },
    { quality: "best" },
    { format: "auto", candidates: [] },
    { format: "auto", candidates: ["webp", "webp"] },
    { format: "auto", candidates: ["gif"] },
    { format: "png", colours: 1 },
    { format: "png", colours: 257 },
    { effort: "slow" },
    { chroma: "4:2:2" },
  ])("can't be %j", (output) => {
    expect(outputSettingsSchema.safeParse(output).success).toBe(false);
  });
});

describe("a wished quality in words", () => {
  it.each([
    [null, ""],
    [80, "q80"],
    ["lossless", "lossless"],
    [{ target: 75 }, "score 75"],
    [{ maxBytes: 200_000 }, "up to 200 kB"],
  ] as const)("%j is %j", (quality, words) => {
    expect(qualityInWords(quality)).toBe(words);
  });
});

describe("without the addon's codecs", () => {
  const portable = { kind: "portable", missing: "cargo (Rust) is not installed" } as const;
  const refusal = (...outputs: Output[]) => codecRefusal(settingsSchema.parse({ outputs }), portable);

  it.each<[Output, string]>([
    [{ format: "webp", quality: { target: 75 } }, "A quality target"],
    [{ format: "auto", quality: { target: 75 } }, "A quality target"],
    [{ format: "auto", quality: { maxBytes: 1000 } }, "The best of several formats in a given size"],
    [{ format: "auto", quality: "lossless" }, "A lossless JPEG"],
    [{ format: "jpeg", quality: "lossless" }, "A lossless JPEG"],
    [{ quality: "lossless" }, "A lossless JPEG"],
  ])("%j is refused, with what is missing", (output, wish) => {
    expect(refusal({}, output)).toEqual({
      code: "codecsUnavailable",
      message: `${wish} needs Pixelmill's own codecs, which are missing on this server: cargo (Rust) is not installed.`,
    });
    expect(codecRefusal(settingsSchema.parse({ outputs: [output] }), { kind: "addon" })).toBeNull();
  });

  it.each<Output>([
    {},
    { format: "auto" },
    { format: "webp", quality: { maxBytes: 1000 } },
    { format: "png", quality: "lossless", effort: "smallest" },
    { format: "avif", quality: "lossless" },
  ])("%j is done all the same", (output) => {
    expect(refusal(output)).toBeNull();
  });
});
