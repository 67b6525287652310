import { failure, type ImageInfo, type TaskResult, type TaskView } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { anInfo } from "../store/testing/samples.ts";
import { manifestCsv, manifestJson } from "./manifest.ts";
import { csvRecords } from "./testing/csv.ts";

const task = (changes: Partial<TaskView>): TaskView => ({
  id: "0".repeat(32),
  path: "a.jpg",
  state: "received",
  sourceBytes: 1000,
  info: null,
  revision: 0,
  outputs: [],
  encodeMs: null,
  peakBytes: null,
  sequence: 1,
  ...changes,
});

const records = (...tasks: TaskView[]) => csvRecords(manifestCsv(tasks));

const info: ImageInfo = { ...anInfo, format: "jpeg", width: 40, height: 30 };

const optimized = (bytes: number, warnings: Extract<TaskResult, { status: "optimized" }>["warnings"] = []): TaskResult => ({
  status: "optimized",
  output: { format: "webp", width: 20, height: 15, frames: 1, bytes },
  encoding: {
    encoder: "libwebp",
    quality: 77,
    lossless: false,
    effort: "balanced",
    chroma: "4:2:0",
    colours: null,
    encodes: 3,
    score: 75.456,
  },
  warnings,
});

describe("manifestCsv", () => {
  it("is a header alone for no tasks", () => {
    expect(manifestCsv([])).toMatch(/^"path","source path",.*\r\n$/);
  });

  it("has every fact of a result, the saving in percent, negative where the result grew", () => {
    const outputs = [{ result: optimized(1250, ["larger"]), path: "a.webp" }];
    expect(records(task({ state: "optimized", info, outputs, encodeMs: 12.4, peakBytes: 5_000_000.5 }))).toEqual([
      {
        path: "a.webp",
        "source path": "a.jpg",
        status: "optimized",
        reason: "",
        reused: "false",
        "source format": "jpeg",
        "source width": "40",
        "source height": "30",
        "source bytes": "1000",
        format: "webp",
        width: "20",
        height: "15",
        frames: "1",
        bytes: "1250",
        "saving %": "-25.0",
        score: "75.46",
        encoder: "libwebp",
        quality: "77",
        lossless: "false",
        effort: "balanced",
        chroma: "4:2:0",
        colours: "",
        encodes: "3",
        "encode ms": "12",
        "peak bytes": "5000001",
        warnings: expect.stringMatching(/^The result is larger/),
        error: "",
      },
    ]);
  });

  it("leaves empty what is not known", () => {
    const [record = {}] = records(task({}));
    const known = Object.entries(record).filter(([, cell]) => cell !== "");
    expect(Object.fromEntries(known)).toEqual({ "source path": "a.jpg", status: "received", "source bytes": "1000" });
  });

  it("has a row for each output, each with what became of it and its saving against the source", () => {
    const outputs = [
      { result: optimized(250), path: "a.webp" },
      { result: { status: "failed" as const, error: failure("encodeFailed") }, path: null },
      { result: optimized(900), path: "a.avif" },
    ];
    expect(records(task({ state: "failed", outputs }))).toMatchObject([
      { path: "a.webp", status: "optimized", bytes: "250", "saving %": "75.0", error: "" },
      { path: "", status: "failed", bytes: "", "saving %": "", error: expect.stringMatching(/^encodeFailed: /) },
      { path: "a.avif", status: "optimized", bytes: "900", "saving %": "10.0" },
    ]);
  });

  it.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx"])("makes text of %j, which a spreadsheet would run", (path) => {
    expect(records(task({ path }))).toMatchObject([{ "source path": `'${path}` }]);
  });

  it("doubles quotes and keeps commas and line breaks inside of a cell", () => {
    expect(manifestCsv([task({ path: 'a,"b"\nc' })])).toContain('"a,""b""\nc"');
  });
});

describe("manifestJson", () => {
  it("lists the same facts, a record a line", () => {
    const outputs = [
      { result: optimized(250, ["larger"]), path: "a.webp" },
      { result: optimized(500), path: "b.webp" },
    ];
    const text = manifestJson([task({ state: "optimized", info, outputs }), task({ path: "b.jpg" })]);
    expect(text.trimEnd().split("\n")).toHaveLength(5);
    expect(JSON.parse(text)).toMatchObject([
      { path: "a.webp", sourceFormat: "jpeg", saving: 0.75, warnings: ["larger"] },
      { path: "b.webp", saving: 0.5 },
      { path: null, sourcePath: "b.jpg", status: "received" },
    ]);
  });
});
