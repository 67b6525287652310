import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Task } from "../dispatch/pool.ts";
import { makeInfo, makeTask } from "../dispatch/testing/simulation.ts";
import { sourceFormats, targetFormats } from "../formats/formats.ts";
import type { ImageInfo } from "../image/imageInfo.ts";
import { type OutputSettingsInput, type SettingsInput, settingsSchema } from "../settings/settings.ts";
import { CostModel } from "./costModel.ts";
import { deadlineMs } from "./deadline.ts";
import { leastPeakBytesPrior, peakBytesPrior } from "./memoryPrior.ts";
import { msPrior } from "./timePrior.ts";
import { workloadClass, workloadOf } from "./workload.ts";

const MB = 1e6;
const works = (info: Partial<ImageInfo>, outputs: SettingsInput["outputs"]) =>
  workloadOf({ info: makeInfo(info), settings: settingsSchema.parse({ outputs }) });
const work = (info: Partial<ImageInfo>, output: OutputSettingsInput = {}) => works(info, [output]);
const once = { effort: "balanced", lossless: false, encodes: 1, scores: 0 } as const;
const plain = { ...once, hasAlpha: false, isDeep: false, sharpens: false, wholeBytes: 0 };
const square = { mode: "box", width: 1000, height: 500 } as const;
const half = { resize: { mode: "width", pixels: 500 } } as const;

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

describe("deadline", () => {
  it("leaves even a tiny image half a minute, and a large AVIF far more than it should need", () => {
    expect(deadlineMs(work({ width: 1, height: 1 }))).toBeGreaterThanOrEqual(30_000);
    const large = work({ width: 10_000, height: 10_000 }, { format: "avif" });
    expect(deadlineMs(large)).toBeGreaterThan(20 * msPrior(large));
  });
});

describe("cost model", () => {
  const task = makeTask();
  const prior = new CostModel().estimate(task);

  it("starts from the prior", () => {
    const model = new CostModel();
    expect(model.knows(task)).toBe(false);
    expect(model.estimate(task)).toEqual({
      ms: msPrior(workloadOf(task)),
      peakBytes: Math.ceil(peakBytesPrior(workloadOf(task))),
      leastPeakBytes: Math.ceil(leastPeakBytesPrior(workloadOf(task))),
    });
  });

  it("never takes the least that a task may need above what it reckons with", () => {
    const model = new CostModel();
    const wide = { width: 4000, height: 4000 };
    for (const peakBytes of [1e6, 1e6, 1e6, 900e6]) {
      const { peakBytes: peak, leastPeakBytes } = model.estimate(makeTask({ info: wide }));
      expect(leastPeakBytes).toBeLessThanOrEqual(peak);
      model.observe(makeTask({ info: wide }), { wallMs: 10, peakBytes });
    }
    // Alpha that varies takes more than twice the memory of alpha that does not, and no header tells.
    const { peakBytes, leastPeakBytes } = model.estimate(
      makeTask({ info: { ...wide, format: "png", hasAlpha: true }, settings: { format: "webp" } }),
    );
    expect(peakBytes / leastPeakBytes).toBeGreaterThan(2.5);
  });

  it("takes the first measured time whole, later ones by share", () => {
    const model = new CostModel();
    model.observe(task, { wallMs: 2 * prior.ms, peakBytes: null });
    expect(model.estimate(task).ms).toBeCloseTo(2 * prior.ms);
    for (let index = 0; index < 50; index += 1) model.observe(task, { wallMs: prior.ms / 2, peakBytes: null });
    expect(model.estimate(task).ms).toBeCloseTo(prior.ms / 2, 0);
  });

  it("believes an underestimate of memory at once and an overestimate slowly", () => {
    const model = new CostModel();
    model.observe(task, { wallMs: prior.ms, peakBytes: 2 * prior.peakBytes });
    expect(model.estimate(task).peakBytes / prior.peakBytes).toBeCloseTo(2);
    model.observe(task, { wallMs: prior.ms, peakBytes: prior.peakBytes });
    expect(model.estimate(task).peakBytes / prior.peakBytes).toBeGreaterThan(1.9);
  });

  it("is not led by thumbnails to think less of large images: what they spare is the fixed part", () => {
    const model = new CostModel();
    const [thumbnail, large] = [64, 9000].map((side) =>
      makeTask({ info: { width: side, height: side }, settings: { format: "avif" } }),
    ) as [Task, Task];
    const before = model.estimate(large).peakBytes;
    // As measured: a megabyte of the twelve that are reckoned with.
    for (let count = 0; count < 100; count += 1) model.observe(thumbnail, { wallMs: 5, peakBytes: 1e6 });
    expect(model.estimate(large).peakBytes).toBe(before);
    for (let count = 0; count < 100; count += 1) model.observe(large, { wallMs: 5, peakBytes: 0.7 * before });
    expect(model.estimate(large).peakBytes / before).toBeCloseTo(0.7, 1);
  });

  it("is not led by thumbnails to think much more of large images: what one takes beyond its estimate does not grow with pixels", () => {
    const model = new CostModel();
    const [thumbnail, large] = [500, 7000].map((side) =>
      makeTask({ info: { width: side, height: side }, settings: { format: "webp" } }),
    ) as [Task, Task];
    const [small, before] = [model.estimate(thumbnail).peakBytes, model.estimate(large).peakBytes];
    // What an encoder keeps of earlier tasks is taken for the next one's.
    model.observe(thumbnail, { wallMs: 5, peakBytes: small + 10e6 });
    expect(model.estimate(thumbnail).peakBytes).toBeCloseTo(small + 10e6, -1);
    expect(model.estimate(large).peakBytes).toBeCloseTo(before + 10e6, -1);
    for (let count = 0; count < 100; count += 1) model.observe(thumbnail, { wallMs: 5, peakBytes: small });
    expect(model.estimate(large).peakBytes / before).toBeLessThan(1.01);
  });

  it("believes a large image that took more, beyond what small ones have added", () => {
    const model = new CostModel();
    const [thumbnail, large] = [500, 7000].map((side) =>
      makeTask({ info: { width: side, height: side }, settings: { format: "webp" } }),
    ) as [Task, Task];
    model.observe(thumbnail, { wallMs: 5, peakBytes: model.estimate(thumbnail).peakBytes + 10e6 });
    const peakBytes = 1.5 * model.estimate(large).peakBytes;
    model.observe(large, { wallMs: 5, peakBytes });
    expect(model.estimate(large).peakBytes).toBeCloseTo(peakBytes, -1);
  });

  it("is not led by them where their sizes are made of one decode either", () => {
    const model = new CostModel();
    const outputs = [{ format: "webp" }, { format: "webp", resize: { mode: "width", pixels: 32 } }] as const;
    const [thumbnail, large] = [64, 4000].map((side) =>
      makeTask({ info: { width: side, height: side }, outputs: [...outputs] }),
    ) as [Task, Task];
    const before = model.estimate(large).peakBytes;
    for (let count = 0; count < 100; count += 1) model.observe(thumbnail, { wallMs: 5, peakBytes: 1e6 });
    expect(model.estimate(large).peakBytes).toBe(before);
  });

  it("learns per class: what a JPEG took says nothing of a PNG", () => {
    const model = new CostModel();
    const webp = { settings: { format: "webp" } } as const;
    const others = [makeTask({ info: { format: "png" } }), makeTask({ info: { format: "png" }, ...webp })];
    const before = others.map((png) => model.estimate(png));
    for (const jpeg of [task, makeTask(webp)]) model.observe(jpeg, { wallMs: 10 * prior.ms, peakBytes: 100 * prior.peakBytes });
    expect(others.map((png) => model.estimate(png))).toEqual(before);
  });

  it("stays positive and finite whatever is reported", () => {
    const anyTask = fc
      .record({
        format: fc.constantFrom(...sourceFormats),
        target: fc.constantFrom(...targetFormats),
        width: fc.integer({ min: 1, max: 20_000 }),
      })
      .map(({ format, target, width }) => makeTask({ info: { format, width }, settings: { format: target } }));
    const report = fc.record({
      wallMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
      peakBytes: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })),
    });
    fc.assert(
      fc.property(anyTask, fc.array(report, { maxLength: 20 }), (any, reports) => {
        const model = new CostModel();
        for (const observation of reports) model.observe(any, observation);
        const { ms, peakBytes } = model.estimate(any);
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThan(Number.POSITIVE_INFINITY);
        expect(peakBytes).toBeGreaterThan(0);
        expect(peakBytes).toBeLessThanOrEqual(4 * Math.ceil(peakBytesPrior(workloadOf(any))) + 64e6);
      }),
    );
  });
});
