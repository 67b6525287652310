import { describe, expect, it } from "vitest";
import { makeInfo } from "./dispatch/testing/simulation.ts";
import {
  canTransition,
  createJobRequest,
  defaultSettings,
  effectiveQuality,
  errorCodes,
  errorTable,
  fail,
  failure,
  finalState,
  formatBytes,
  type ImageFormat,
  type ImageInfo,
  idFromBytes,
  idSchema,
  isDelivered,
  isDrawing,
  isFinal,
  isOver,
  isRetryable,
  jobStates,
  keptFrames,
  ok,
  outputFormat,
  outputSettingsSchema,
  pixelCount,
  possibleFormats,
  type SourceFormat,
  settingsSchema,
  sourceFacts,
  sourceFormats,
  type TaskState,
  takesFiles,
  taskStates,
  taskTransitions,
} from "./index.ts";

describe("failures", () => {
  it("fill the values into the public message", () => {
    expect(failure("tooManyPixels", { pixels: 120, limit: 100 })).toEqual({
      code: "tooManyPixels",
      message: "The image has 120 megapixels; the limit is 100 (setting MAX_MEGAPIXELS).",
    });
    expect(failure("emptyFile").message).toBe("The file is empty.");
  });

  it("of every code have a message in plain words, ended by a full stop or a value", () => {
    for (const code of errorCodes) expect(errorTable[code].message, code).toMatch(/^[A-Z{].*[.}]$/);
  });

  it("say whether trying again may help", () => {
    expect(isRetryable("storageFull")).toBe(true);
    expect(isRetryable("corruptImage")).toBe(false);
  });

  it("are one of the two sides of a result", () => {
    expect(ok(1)).toEqual({ ok: true, value: 1 });
    expect(fail(failure("emptyFile"))).toMatchObject({ ok: false, error: { code: "emptyFile" } });
  });
});

describe("formats", () => {
  it("have unique extensions and MIME types", () => {
    const extensions = sourceFormats.flatMap((format) => sourceFacts[format].extensions);
    expect(new Set(extensions).size).toBe(extensions.length);
    expect(new Set(sourceFormats.map((format) => sourceFacts[format].mimeType)).size).toBe(sourceFormats.length);
  });

  it("of a drawing is its own under `original`, and no picture's", () => {
    const drawing = { format: "svg", hasAlpha: true } as const;
    const wish = (format: "original" | "auto" | "webp") => outputSettingsSchema.parse({ format });
    expect(possibleFormats({ ...drawing, frames: 1 }, wish("original"))).toEqual(["svg"]);
    expect(possibleFormats({ ...drawing, frames: 1 }, wish("auto"))).toEqual(["svg"]);
    expect(possibleFormats({ ...drawing, frames: 1 }, wish("webp"))).toEqual(["webp"]);
    expect(() => outputFormat(drawing, "original")).toThrow("no pixels");
    expect([isDrawing("svg"), isDrawing("png")]).toEqual([true, false]);
  });

  it("keep the source's under `original`", () => {
    expect(outputFormat(makeInfo({ format: "tiff" }), "original")).toBe("tiff");
    expect(outputFormat(makeInfo({ format: "tiff" }), "webp")).toBe("webp");
  });

  it.each<[Partial<ImageInfo>, ImageFormat]>([
    [{ format: "heic" }, "jpeg"],
    [{ format: "heic", bitDepth: 10 }, "jpeg"],
    [{ format: "heic", hasAlpha: true }, "png"],
    [{ format: "jxl", lossless: false }, "jpeg"],
    [{ format: "jxl", lossless: true }, "png"],
    [{ format: "bmp" }, "png"],
    [{ format: "ico", hasAlpha: true }, "png"],
  ])("of %j, which is only read, is %s under `original`", (info, format) => {
    expect(outputFormat(makeInfo(info), "original")).toBe(format);
    expect(outputFormat(makeInfo(info), "avif")).toBe("avif");
  });

  it("keep the frames of an animation where both are read and written with them, and the pages of a TIFF in a TIFF", () => {
    const kept = (source: SourceFormat, output: ImageFormat) => keptFrames({ format: source, frames: 3 }, output);
    expect([kept("gif", "webp"), kept("png", "gif"), kept("jxl", "webp"), kept("tiff", "tiff")]).toEqual([3, 3, 3, 3]);
    expect([kept("png", "png"), kept("avif", "webp"), kept("heic", "gif"), kept("tiff", "gif"), kept("gif", "tiff")]).toEqual([
      1, 1, 1, 1, 1,
    ]);
  });
});

describe("settings", () => {
  it("are complete when nothing is given", () => {
    expect(defaultSettings).toEqual({
      outputs: [
        {
          format: "original",
          candidates: ["jpeg", "png", "webp", "avif"],
          quality: null,
          effort: "balanced",
          chroma: "auto",
          colours: null,
          resize: null,
          sharpen: false,
          metadata: "strip",
          colour: "srgb",
        },
      ],
      minimumSaving: 0.02,
      names: "{name}{suffix}",
      keepTree: true,
    });
    expect(createJobRequest.parse({})).toEqual({ settings: defaultSettings, priority: "normal", draft: false });
  });

  it.each([
    [{ outputs: [{ format: "bmp" }] }],
    [{ outputs: [{ quality: 0 }] }],
    [{ outputs: [{ quality: 101 }] }],
    [{ outputs: [{ quality: 80.5 }] }],
    [{ outputs: [{ resize: { mode: "width", pixels: 0 } }] }],
    [{ outputs: [{ resize: { mode: "depth", pixels: 10 } }] }],
    [{ outputs: [] }],
    [{ outputs: [{ format: "webp" }, { quality: null, format: "webp" }] }],
    [{ outputs: Array.from({ length: 25 }, (_, index) => ({ quality: index + 1 })) }],
    [{ format: "webp" }],
    [{ minimumSaving: 1 }],
    [{ names: "{nom}" }],
    [{ keepTree: "yes" }],
    [{ colour: "blue" }],
  ])("refuse %j", (settings) => {
    expect(settingsSchema.safeParse(settings).success).toBe(false);
  });

  it("take up to 24 outputs that differ in something", () => {
    const sizes = [320, 640].map((pixels) => ({ resize: { mode: "width" as const, pixels } }));
    const outputs = [
      {},
      { format: "webp" as const },
      { quality: 70 },
      ...sizes,
      { resize: { mode: "height" as const, pixels: 320 } },
    ];
    expect(settingsSchema.parse({ outputs }).outputs).toHaveLength(6);
    expect(
      settingsSchema.parse({ outputs: Array.from({ length: 24 }, (_, index) => ({ quality: index + 1 })) }).outputs,
    ).toHaveLength(24);
  });

  it("take each lossy format's own default quality", () => {
    expect(effectiveQuality("avif", { quality: null })).toBe(60);
    expect(effectiveQuality("avif", { quality: 30 })).toBe(30);
    expect(effectiveQuality("avif", { quality: { target: 80 } })).toBe(60);
    expect(effectiveQuality("avif", { quality: "lossless" })).toBeNull();
    expect(effectiveQuality("png", { quality: 30 })).toBeNull();
  });
});

describe("task states", () => {
  it("move only as the table says", () => {
    const allowed = taskStates.flatMap((from) => taskStates.filter((to) => canTransition(from, to)).map((to) => `${from}>${to}`));
    expect(allowed).toEqual(
      taskStates.flatMap((from) => taskStates.filter((to) => taskTransitions[from].includes(to)).map((to) => `${from}>${to}`)),
    );
    expect(canTransition("queued", "optimized")).toBe(false);
    expect(canTransition("running", "queued")).toBe(true);
  });

  it("end in the four statuses of a result", () => {
    const final: TaskState[] = taskStates.filter((state) => isFinal(state));
    expect(final).toEqual(["optimized", "keptOriginal", "failed", "cancelled"]);
  });

  it.each([
    [["keptOriginal", "optimized", "cancelled", "failed"], "failed"],
    [["keptOriginal", "optimized", "cancelled"], "cancelled"],
    [["keptOriginal", "optimized"], "optimized"],
    [["keptOriginal", "keptOriginal"], "keptOriginal"],
  ] as const)("of a task whose outputs are %j is %s", (statuses, state) => {
    const results = statuses.map((status) => ({ status }));
    expect(finalState(results)).toBe(state);
    expect(finalState(results.toReversed())).toBe(state);
  });

  it("of a result tell whether a file is delivered", () => {
    expect(isDelivered({ status: "cancelled" })).toBe(false);
    expect(isDelivered({ status: "failed", error: failure("emptyFile") })).toBe(false);
    const output = { format: "png", width: 1, height: 1, frames: 1, bytes: 1 } as const;
    expect(isDelivered({ status: "optimized", output, warnings: [] })).toBe(true);
    expect(isDelivered({ status: "keptOriginal", reason: "wouldBeLarger", output, warnings: [] })).toBe(true);
  });
});

describe("ids", () => {
  it("are 32 hexadecimal digits of 16 bytes", () => {
    const id = idFromBytes(Uint8Array.from({ length: 16 }, (_, index) => index * 16 + 1));
    expect(id).toBe("01112131415161718191a1b1c1d1e1f1");
    expect(idSchema.safeParse(id).success).toBe(true);
    expect(idSchema.safeParse(`${id}0`).success).toBe(false);
    expect(idSchema.safeParse("../../../../etc/passwd0000000000").success).toBe(false);
  });
});

describe("sizes for people", () => {
  it.each([
    [0, "0 B"],
    [950, "950 B"],
    [999.6, "1 kB"],
    [1500, "1.5 kB"],
    [9990, "9.99 kB"],
    [9996, "10 kB"],
    [1_234_567, "1.23 MB"],
    [25_360_000, "25.4 MB"],
    [-1, "0 B"],
    [21e9, "21 GB"],
    [999_600, "1 MB"],
    [150e6, "150 MB"],
    [5e15, "5000 TB"],
  ])("%d bytes are %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

it("decoded pixels count every frame", () => {
  expect(pixelCount(makeInfo({ width: 10, height: 20, frames: 3 }))).toBe(600);
});

describe("a job's states", () => {
  it("say whether it takes files, and whether it is over", () => {
    expect(jobStates.filter(takesFiles)).toEqual(["draft", "open"]);
    expect(jobStates.filter(isOver)).toEqual(["finished", "cancelled"]);
  });
});
