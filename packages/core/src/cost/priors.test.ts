import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceFormats, targetFormats } from "../formats/formats.ts";
import type { ImageInfo } from "../image/imageInfo.ts";
import type { OutputSettingsInput, SettingsInput } from "../settings/settings.ts";
import { leastPeakBytesPrior, peakBytesPrior } from "./memoryPrior.ts";
import { half, MB, work, works } from "./testing/works.ts";
import { msPrior } from "./timePrior.ts";
import { workloadClass } from "./workload.ts";

const square = { mode: "box", width: 1000, height: 500 } as const;

describe("memory prior, in bytes of one megapixel", () => {
  it.each<[string, Partial<ImageInfo>, OutputSettingsInput, number]>([
    ["baseline JPEG", {}, {}, 12 + 6.7],
    ["progressive JPEG", { progressive: true }, {}, 12 + 3.2 + 6.7],
    ["progressive JPEG with full chroma", { progressive: true, fullChroma: true }, {}, 12 + 6.8 + 6.7],
    ["turned JPEG", { orientation: 6 }, {}, 12 + 3 + 6.7],
    ["turned animation", { format: "webp", frames: 2, orientation: 3 }, {}, 12 + 2 * (16 + 7.5 + 5.6)],
    ["turned and resized JPEG", { orientation: 6 }, half, 12 + 10 + (6.7 + 5) / 4],
    ["JPEG to opaque WebP", {}, { format: "webp" }, 12 + 5.6],
    ["PNG with alpha to WebP", { format: "png", hasAlpha: true }, { format: "webp" }, 12 + 38],
    ["PNG", { format: "png" }, {}, 12 + 0.9],
    ["PNG, resized", { format: "png" }, half, 12 + 10 + 0.8 + (0.9 + 5) / 4],
    ["PNG with alpha, resized", { format: "png", hasAlpha: true }, half, 12 + 10 + 1.5 + (0.9 + 5) / 4],
    ["interlaced PNG", { format: "png", progressive: true }, {}, 12 + 3 + 0.9],
    ["interlaced PNG, resized", { format: "png", progressive: true }, half, 12 + 10 + 3.4 + (0.9 + 5) / 4],
    ["WebP", { format: "webp" }, {}, 12 + 7.5 + 5.6],
    ["WebP, resized", { format: "webp" }, half, 12 + 10 + (5.6 + 5) / 4],
    ["AVIF: the larger of both sides", { format: "avif" }, {}, 12 + 29.5],
    ["AVIF to JPEG: the larger of both sides", { format: "avif" }, { format: "jpeg" }, 12 + 18.5],
    ["AVIF of 10 bits", { format: "avif", bitDepth: 10 }, {}, 12 + 29.5 + 18],
    ["AVIF with alpha", { format: "avif", hasAlpha: true }, {}, 12 + 43],
    ["GIF", { format: "gif" }, {}, 12 + 4.7 + 25],
    ["GIF, resized", { format: "gif" }, half, 12 + 10 + 5.6 + (25 + 5) / 4],
    ["large GIF: quantizing is bounded", { format: "gif", frames: 100 }, {}, 12 + 470 + 130],
    ["HEIC, unpacked", { format: "heic" }, { format: "jpeg" }, 12 + 40 + 12],
    ["HEIC, unpacked, where the encoder needs more", { format: "heic" }, { format: "avif" }, 12 + 40 + 12],
    ["JPEG XL", { format: "jxl" }, { format: "png" }, 12 + 8 + 30],
    ["BMP, where the encoder needs more", { format: "bmp" }, { format: "avif" }, 12 + 29.5],
    ["ICO with alpha, resized", { format: "ico", hasAlpha: true }, { format: "webp", ...half }, 12 + 10 + 1.5 + (38 + 5) / 4],
    ["animated PNG", { format: "png", frames: 10 }, { format: "webp" }, 12 + 4 + 80],
    ["first frame of an animated PNG", { format: "png", frames: 10 }, { format: "jpeg" }, 12 + 6.7],
    ["TIFF", { format: "tiff" }, {}, 12 + 1],
    ["TIFF, resized", { format: "tiff" }, half, 12 + 10 + 0.8 + (1 + 5) / 4],
    ["JPEG, cut where the eye goes", {}, { resize: { ...square, fit: "cover", position: "attention" } }, 12 + 3 + 6.7 / 2],
    [
      "JPEG to WebP, on a transparent border",
      {},
      { format: "webp", resize: { ...square, fit: "contain" } },
      12 + 10 + 5 / 4 + 38 / 2,
    ],
  ])("%s", (_, info, settings, megabytes) => {
    expect(peakBytesPrior(work(info, settings)) / MB).toBeCloseTo(megabytes, 6);
  });

  it.each<[string, Partial<ImageInfo>, SettingsInput["outputs"], number]>([
    ["held pixels and the dearest encoder", {}, [{ format: "webp" }, { format: "jpeg" }], 12 + 3 + 6.7],
    ["held pixels with alpha", { hasAlpha: true, format: "png" }, [{ format: "webp" }, { format: "jpeg" }], 12 + 4 + 38],
    ["the decoder, where it needs more", { format: "avif" }, [{ format: "webp" }, { format: "jpeg" }], 12 + 3 + 18.5],
    ["making it smaller, where that needs more", {}, [{ format: "png" }, { format: "png", ...half }], 12 + 3 + 10 + (5 + 3) / 4],
    [
      "a decode to a smaller size",
      {},
      [
        { format: "jpeg", ...half },
        { format: "webp", ...half },
      ],
      12 + 10 + (5 + 3) / 4,
    ],
    ["16 bits a channel", { format: "png", bitDepth: 16 }, [{ format: "png" }, { format: "jpeg" }], 12 + 6 + 6.7],
    ["the dearer of two passes", { format: "gif", frames: 2 }, [{}, { format: "jpeg" }, { format: "png" }], 12 + 2 * (4.7 + 25)],
  ])("of several outputs: %s", (_, info, outputs, megabytes) => {
    expect(peakBytesPrior(works(info, outputs)) / MB).toBeCloseTo(megabytes, 6);
  });

  const side = fc.integer({ min: 1, max: 12_000 });
  const anyInfo = fc.record({
    format: fc.constantFrom(...sourceFormats),
    width: side,
    height: side,
    frames: fc.integer({ min: 1, max: 20 }),
    hasAlpha: fc.boolean(),
    progressive: fc.boolean(),
    fullChroma: fc.boolean(),
    orientation: fc.integer({ min: 1, max: 8 }),
    bitDepth: fc.constantFrom(8, 16),
  });
  const anyOutput = fc.record({
    format: fc.constantFrom(...targetFormats),
    resize: fc.option(fc.record({ mode: fc.constantFrom("width" as const, "longest" as const), pixels: side })),
  });
  const anyOutputs = fc.uniqueArray(anyOutput, { minLength: 1, maxLength: 6, selector: (output) => JSON.stringify(output) });

  it("has a least plausible value that is never above it, and takes WebP with alpha for flat", () => {
    fc.assert(
      fc.property(anyInfo, anyOutputs, (info, outputs) => {
        const given = works(info, outputs);
        expect(leastPeakBytesPrior(given)).toBeGreaterThan(0);
        expect(leastPeakBytesPrior(given)).toBeLessThanOrEqual(peakBytesPrior(given));
      }),
    );
    expect(leastPeakBytesPrior(work({ format: "png", hasAlpha: true }, { format: "webp" })) / MB).toBeCloseTo(
      0.75 * (12 + 15),
      6,
    );
  });

  it("of several outputs is at least that of the dearest of them alone at its size, less what its own decode took", () => {
    fc.assert(
      fc.property(anyInfo, anyOutputs, (info, outputs) => {
        const together = peakBytesPrior(works(info, outputs));
        for (const output of outputs) {
          const { passes } = works(info, [output]);
          const encodeOnly = { ...works(info, [output]), input: "jpeg", progressive: false, rotates: false } as const;
          const unresized = { ...encodeOnly, passes: passes.map((pass) => ({ ...pass, resizes: false })) };
          expect(together).toBeGreaterThanOrEqual(peakBytesPrior(unresized));
        }
      }),
    );
  });
});

describe("a drawing", () => {
  const drawing = (bytes: number) => works({ format: "svg", bytes }, [{}, { format: "webp", ...half }]);

  it("costs by the bytes of its text, whatever is asked of it", () => {
    expect(drawing(MB)).toMatchObject({ drawingBytes: MB, passes: [] });
    expect(peakBytesPrior(drawing(MB)) / MB).toBeCloseTo(12 + 20 + 100, 6);
    expect(msPrior(drawing(2 * MB))).toBeCloseTo(3005.5, 6);
    expect(workloadClass(drawing(MB))).toBe("svg>");
    const packed = works({ format: "svg", bytes: 1000, unpackedBytes: MB }, [{}]);
    expect(packed).toMatchObject({ drawingBytes: MB });
    // No pixel of it is ever decoded.
    const pictured = { ...work({ format: "png" }), input: "svg" as const };
    expect(peakBytesPrior(pictured)).toBe(peakBytesPrior(work({ format: "png" })));
  });
});

describe("time prior", () => {
  it("grows with pixels and is never less than the fixed part", () => {
    expect(msPrior(work({ width: 1, height: 1 }))).toBeCloseTo(5.5, 2);
    expect(msPrior(work({ width: 4000 }))).toBeGreaterThan(3 * msPrior(work({})));
  });

  it("saves more by a resize than the resize takes", () => {
    expect(msPrior(work({ width: 4000 }, half))).toBeLessThan(msPrior(work({ width: 4000 })));
  });

  it("counts one decode for all outputs that share it, and every encode", () => {
    const [jpeg, webp] = [{ format: "jpeg" }, { format: "webp" }] as const;
    const decodeAndFixed = 5.5 + 8;
    expect(msPrior(works({}, [jpeg, webp]))).toBeCloseTo(msPrior(work({}, jpeg)) + msPrior(work({}, webp)) - decodeAndFixed);
    expect(msPrior(works({}, [jpeg, { ...jpeg, ...half }]))).toBeCloseTo(msPrior(work({}, jpeg)) + 6 + 83 / 4);
  });

  it("takes AVIF for several times as dear as JPEG", () => {
    expect(msPrior(work({}, { format: "avif" }))).toBeGreaterThan(3 * msPrior(work({})));
  });
});

describe("what a search takes", () => {
  const [once, scored] = [work({}, { format: "webp" }), work({}, { format: "webp", quality: { target: 75 } })];

  it("is more time than one encode, above all for the scores", () => {
    expect(msPrior(scored)).toBeGreaterThan(2.5 * msPrior(once));
    expect(msPrior(work({}, { format: "webp", quality: "lossless" }))).toBeGreaterThan(msPrior(once));
    expect(msPrior(work({}, { format: "avif", effort: "smallest" }))).toBeGreaterThan(5 * msPrior(work({}, { format: "avif" })));
    expect(msPrior(work({}, { effort: "fast" }))).toBeLessThan(msPrior(work({})));
    expect(msPrior(work({ format: "gif" }, { quality: "lossless" }))).toBe(msPrior(work({ format: "gif" })));
  });

  it("is more time where a picture is sharpened, and more memory where one is packed without loss", () => {
    const sharpened = { format: "jpeg", sharpen: true, ...half } as const;
    expect(msPrior(work({}, sharpened))).toBeGreaterThan(msPrior(work({}, { format: "jpeg", ...half })));
    const webp = work({}, { format: "webp", quality: "lossless" });
    expect(peakBytesPrior(webp)).toBeGreaterThan(peakBytesPrior(work({}, { format: "webp" })));
  });

  it("is the memory of held pixels, and of two pictures that are compared", () => {
    const seen = (hasAlpha: boolean) => peakBytesPrior(work({ hasAlpha }, { format: "png", quality: { target: 75 } }));
    expect(seen(true)).toBeGreaterThan(seen(false) + 3 * MB);
    expect(peakBytesPrior(scored)).toBeGreaterThan(peakBytesPrior(once) + 3 * MB);
    expect(peakBytesPrior(work({}, { format: "avif", effort: "smallest" }))).toBeGreaterThan(
      peakBytesPrior(work({}, { format: "avif" })) + 10 * MB,
    );
  });
});
