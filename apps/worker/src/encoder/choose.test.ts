import { type Encoding, type ImageInfo, type OutputSettingsInput, outputSettingsSchema } from "@pixelmill/core";
import { describe, expect, test } from "vitest";
import { makeInfo } from "../testing/imageInfo.ts";
import { type Chosen, choose } from "./choose.ts";
import { outputShape } from "./shape.ts";
import type { Original } from "./steps/metadata.ts";

const info = makeInfo({ width: 400, height: 300 });

const encoding: Encoding = {
  encoder: "mozjpeg",
  quality: 80,
  lossless: false,
  effort: "balanced",
  chroma: "4:2:0",
  colours: null,
  encodes: 1,
  score: null,
};

type Wish = OutputSettingsInput & { readonly minimumSaving?: number };

/** The original as it is, where it is an alternative at all. */
const whole: Original = { format: "jpeg", bytes: info.bytes, pieces: null, warnings: [] };

const chosen = (bytes: number, wish?: Wish, source?: Partial<ImageInfo>, maxBytes?: number) =>
  chosenOf(bytes, whole, wish, source, maxBytes).result;

function chosenOf(
  bytes: number,
  original: Original | null,
  { minimumSaving = 0.02, ...output }: Wish = {},
  source: Partial<ImageInfo> = {},
  maxBytes: number | null = null,
): Chosen {
  const facts = { ...info, ...source };
  const shape = outputShape(facts, outputSettingsSchema.parse(output));
  if (!shape.ok) throw new Error(shape.error.code);
  const alternative = shape.value.unconverted ? original : null;
  const made = { bytes, encoding, warnings: [], original: alternative };
  return choose({ info: facts, shape: shape.value, settings: { minimumSaving }, maxBytes, ...made });
}

test.each([
  [1001, "wouldBeLarger"],
  [1000, "wouldBeLarger"],
  [999, "belowMinimumSaving"],
  [981, "belowMinimumSaving"],
])("an unconverted image of 1,000 bytes encoded to %i is kept: %s", (bytes, reason) => {
  expect(chosen(bytes)).toEqual({
    status: "keptOriginal",
    reason,
    output: { format: "jpeg", width: 400, height: 300, frames: 1, bytes: 1000 },
    warnings: [],
  });
});

test("one that saves exactly the minimum is delivered", () => {
  expect(chosen(980)).toMatchObject({ status: "optimized", output: { bytes: 980 }, encoding, warnings: [] });
});

test("without a minimum every byte saved counts, and an equal size still does not", () => {
  expect(chosen(999, { minimumSaving: 0 }).status).toBe("optimized");
  expect(chosen(1000, { minimumSaving: 0 }).status).toBe("keptOriginal");
});

describe("an original that has to lose metadata", () => {
  const bare: Original = { format: "jpeg", bytes: 900, pieces: [{ from: 0, to: 900 }], warnings: ["hdrLost"] };

  test("is delivered without it where the encode would save too little of what is left", () => {
    for (const bytes of [1200, 990, 900, 890])
      expect(chosenOf(bytes, bare)).toMatchObject({
        result: { status: "optimized", output: { bytes: 900 }, warnings: ["hdrLost"] },
        delivers: "bareOriginal",
      });
  });

  test("and is larger than before with what it says of its author is said to be", () => {
    expect(chosenOf(1100, { ...bare, bytes: 1010 })).toMatchObject({
      result: { output: { bytes: 1010 }, warnings: ["hdrLost", "larger"] },
      delivers: "bareOriginal",
    });
  });

  test("gives way to an encode that saves enough of what is left", () => {
    expect(chosenOf(880, bare)).toMatchObject({ result: { output: { bytes: 880 }, warnings: [] }, delivers: "encoded" });
  });

  test("and can't be taken apart gives way to any encode", () => {
    expect(chosenOf(1001, null)).toMatchObject({ result: { status: "optimized", warnings: ["larger"] }, delivers: "encoded" });
  });
});

test("the same format asked for by name is no conversion", () => {
  expect(chosen(1000, { format: "jpeg" }).status).toBe("keptOriginal");
});

test("a resize that changes nothing is no conversion either", () => {
  expect(chosen(1000, { resize: { mode: "width", pixels: 4000 } }).status).toBe("keptOriginal");
});

test.each([{ format: "webp" }, { resize: { mode: "width", pixels: 399 } }] as const)(
  "under %o a larger result is delivered, with a warning",
  (settings) => {
    expect(chosen(1001, settings)).toMatchObject({ status: "optimized", warnings: ["larger"] });
    expect(chosen(1000, settings)).toMatchObject({ status: "optimized", warnings: [] });
  },
);

test("an animation cut down to its first frame is no original any more", () => {
  const avif = { format: "avif", frames: 5 } as const;
  expect(chosen(1001, { format: "webp" }, avif)).toMatchObject({ status: "optimized", warnings: ["firstFrameOnly", "larger"] });
});

test("what is only read is given back as another format however large it comes out, and says so", () => {
  expect(chosen(1001, {}, { format: "heic" })).toMatchObject({ status: "optimized", warnings: ["formatChanged", "larger"] });
});

test("under a limit nothing larger is delivered: not the result, nor an original that hardly differs from it", () => {
  expect(chosen(990, {}, {}, 1000)).toMatchObject({ status: "keptOriginal", reason: "belowMinimumSaving" });
  expect(chosen(990, {}, {}, 995)).toMatchObject({ status: "optimized", output: { bytes: 990 } });
  expect(chosen(2000, {}, {}, 1000)).toMatchObject({ status: "keptOriginal" });
  expect(chosen(2000, { format: "webp" }, {}, 1000)).toEqual({
    status: "failed",
    error: {
      code: "exceedsMaxBytes",
      message: "Even at the lowest quality the image takes 2 kB; at most 1 kB were asked for. Resize it, or allow more.",
    },
  });
});

test("an original is kept in its own format, whatever format came out best", () => {
  const webp: ImageInfo = { ...info, format: "webp" };
  const shape = outputShape(webp, outputSettingsSchema.parse({ format: "auto" }), "avif");
  if (!shape.ok) throw new Error(shape.error.code);
  const choice = {
    info: webp,
    shape: shape.value,
    settings: { minimumSaving: 0.02 },
    maxBytes: null,
    bytes: 2000,
    encoding,
    warnings: [],
  };
  const original: Original = { ...whole, format: "webp" };
  expect(choose({ ...choice, original }).result).toMatchObject({
    status: "keptOriginal",
    output: { format: "webp", bytes: 1000 },
  });
  const bare: Original = { ...original, bytes: 900, pieces: [{ from: 0, to: 900 }] };
  expect(choose({ ...choice, original: bare }).result).toMatchObject({
    status: "optimized",
    output: { format: "webp", bytes: 900 },
  });
});

test("of several formats to choose from, the source's own is kept where it is one of them, and a GIF always", () => {
  expect(chosen(1000, { format: "auto" })).toMatchObject({ status: "keptOriginal" });
  expect(chosen(1000, { format: "auto", candidates: ["webp", "avif"] })).toMatchObject({ status: "optimized" });
  expect(chosen(1000, { format: "auto" }, { format: "gif" })).toMatchObject({ status: "keptOriginal" });
  expect(chosen(1000, { format: "auto" }, { format: "tiff" })).toMatchObject({ status: "optimized" });
});
