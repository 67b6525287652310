import { describe, expect, it } from "vitest";
import type { ImageInfo } from "../image/imageInfo.ts";
import type { OutputSettingsInput } from "../settings/settings.ts";
import { half, MB, work, works } from "./testing/works.ts";
import { workloadClass } from "./workload.ts";

const once = { effort: "balanced", lossless: false, encodes: 1, scores: 0 } as const;
const plain = { ...once, hasAlpha: false, isDeep: false, sharpens: false, wholeBytes: 0 };

describe("workload", () => {
  it("counts the decoded pixels of every frame where the output holds frames", () => {
    expect(work({ format: "gif", frames: 10 }).passes).toMatchObject([{ inputPixels: 10 * MB, sizes: [{ pixels: 10 * MB }] }]);
    expect(work({ format: "gif", frames: 10 }, { format: "jpeg" }).passes).toMatchObject([
      { inputPixels: MB, sizes: [{ pixels: MB }] },
    ]);
  });

  it("counts the output's pixels after the resize", () => {
    expect(work({}, half).passes).toMatchObject([{ inputPixels: MB, resizes: true, sizes: [{ pixels: 250_000 }] }]);
    expect(work({ width: 400, height: 400 }, half).passes).toMatchObject([{ resizes: false, sizes: [{ pixels: 160_000 }] }]);
  });

  it("counts one decode of outputs that share it, and a decode of each that does not", () => {
    const outputs = [{ format: "webp" }, { format: "avif", ...half }, { format: "jpeg", ...half }] as const;
    expect(works({}, [...outputs]).passes).toEqual([
      {
        inputPixels: MB,
        turnsFrames: false,
        resizes: false,
        heldBytesPerPixel: 3,
        sizes: [
          { pixels: MB, outputs: [{ ...plain, format: "webp", pixels: MB }] },
          { pixels: 250_000, outputs: (["avif", "jpeg"] as const).map((format) => ({ ...plain, format, pixels: 250_000 })) },
        ],
      },
    ]);
    expect(works({ width: 10_000, height: 5000 }, [...outputs]).passes.map(({ sizes }) => sizes)).toEqual([
      [{ pixels: 50 * MB, outputs: [{ ...plain, format: "webp", pixels: 50 * MB }] }],
      [
        {
          pixels: 125_000,
          outputs: (["avif", "jpeg"] as const).map((format) => ({ ...plain, format, pixels: 125_000 })),
        },
      ],
    ]);
  });

  it("counts what a box cuts off or adds with each output, and the whole picture where it is needed in memory", () => {
    const box = { mode: "box", width: 500, height: 250 } as const;
    const outputOf = (info: Partial<ImageInfo>, resize: OutputSettingsInput["resize"]) =>
      work(info, { format: "webp", resize }).passes[0]?.sizes[0];
    const cut = { ...box, fit: "cover" } as const;
    expect(outputOf({}, cut)).toEqual({ pixels: 250_000, outputs: [{ ...plain, format: "webp", pixels: 125_000 }] });
    expect(outputOf({}, { ...cut, position: "attention" })?.outputs).toMatchObject([{ wholeBytes: 3 * 250_000 }]);
    expect(outputOf({ bitDepth: 16, hasAlpha: true }, { ...cut, position: "entropy" })?.outputs).toMatchObject([
      { wholeBytes: 8 * 250_000 },
    ]);
    expect(outputOf({ format: "webp", frames: 3 }, cut)?.outputs).toMatchObject([{ wholeBytes: 3 * 3 * 250_000 }]);
    expect(outputOf({}, { ...box, fit: "contain" })).toEqual({
      pixels: 62_500,
      outputs: [{ ...plain, format: "webp", pixels: 125_000, hasAlpha: true }],
    });
    expect(outputOf({ format: "webp", frames: 2 }, { ...box, fit: "contain" })?.outputs).toMatchObject([
      { pixels: 250_000, wholeBytes: 4 * 125_000 },
    ]);
    const held = [{ format: "webp" }, { resize: { ...cut, position: "attention" } }] as const;
    expect(works({}, [...held]).passes.flatMap(({ sizes }) => sizes.flatMap(({ outputs }) => outputs))).toMatchObject([
      { wholeBytes: 0 },
      { wholeBytes: 0 },
    ]);
  });

  it("counts every encode of a search and every format of several, and which of them are scored", () => {
    const outputsOf = (output: OutputSettingsInput, info: Partial<ImageInfo> = {}) =>
      work(info, output).passes[0]?.sizes[0]?.outputs;
    expect(outputsOf({ format: "webp", quality: { target: 75 } })).toMatchObject([{ encodes: 2.5, scores: 2.5 }]);
    expect(outputsOf({ format: "webp", quality: { maxBytes: 75 } })).toMatchObject([{ encodes: 3.5, scores: 1 }]);
    expect(outputsOf({ quality: { target: 75 } }, { format: "gif" })).toMatchObject([{ encodes: 1, scores: 0 }]);
    expect(outputsOf({ format: "auto", effort: "fast" })).toMatchObject(
      ["jpeg", "png", "webp", "avif"].map((format) => ({ format, effort: "fast", encodes: 1, scores: 0 })),
    );
    expect(outputsOf({ quality: "lossless" }, { format: "png" })).toMatchObject([{ lossless: true }]);
    expect(outputsOf({}, { format: "webp", lossless: true })).toMatchObject([{ lossless: true }]);
  });

  it("is classed by how it is encoded, where that is not the usual way", () => {
    const classOf = (output: OutputSettingsInput) => workloadClass(work({}, output));
    expect(classOf({ quality: { target: 75 } })).toBe("jpeg>jpeg+scored");
    expect(classOf({ quality: { maxBytes: 75 }, effort: "fast" })).toBe("jpeg>jpeg+fast+fitted");
    expect(classOf({ format: "webp", quality: "lossless" })).toBe("jpeg>webp+lossless");
    expect(classOf({ format: "auto" })).toBe("jpeg>avif+jpeg+png+webp");
  });

  it("is classed by formats and resize", () => {
    expect(workloadClass(work({}, { format: "webp", ...half }))).toBe("jpeg>webp+resize");
    expect(workloadClass(work({ format: "png" }))).toBe("png>png");
  });

  it("is classed by all formats that come out, each once, in whatever order they were asked for", () => {
    const outputs = [{ format: "webp" }, { format: "jpeg" }, { format: "webp", ...half }] as const;
    expect(workloadClass(works({}, [...outputs]))).toBe("jpeg>jpeg+webp+resize");
    expect(workloadClass(works({}, outputs.toReversed()))).toBe("jpeg>jpeg+webp+resize");
    expect(workloadClass(works({}, outputs.slice(0, 2)))).toBe("jpeg>jpeg+webp");
  });

  it("is classed by alpha where the memory of an output depends on it", () => {
    const png = { format: "png", hasAlpha: true } as const;
    expect(workloadClass(work(png, { format: "webp" }))).toBe("png+alpha>webp");
    expect(workloadClass(works(png, [{ format: "avif" }, { format: "jpeg" }]))).toBe("png+alpha>avif+jpeg");
    expect(workloadClass(works(png, [{ format: "png" }, { format: "jpeg" }]))).toBe("png>jpeg+png");
  });
});
