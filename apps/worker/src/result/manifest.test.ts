import { failure, type TaskResult, type TaskView } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { manifestCsv, manifestName } from "./manifest.ts";

const task = (changes: Partial<TaskView>): TaskView => ({
  id: "0".repeat(32),
  path: "a.jpg",
  state: "received",
  sourceBytes: 1000,
  info: null,
  outputs: [],
  encodeMs: null,
  sequence: 1,
  ...changes,
});

const rows = (...tasks: TaskView[]) => manifestCsv(tasks).split("\r\n").slice(1, -1);

describe("manifestCsv", () => {
  it("is a header alone for no tasks", () => {
    expect(manifestCsv([])).toMatch(/^"path","source path",.*\r\n$/);
  });

  it("gives the saving in percent, negative where the result grew, empty without a result", () => {
    const output = { format: "webp", width: 1, height: 1, frames: 1, bytes: 1250 } as const;
    const larger: TaskResult = { status: "optimized", output, warnings: ["larger"] };
    const outputs = [{ result: larger, path: "a.webp" }];
    expect(rows(task({ state: "optimized", outputs }), task({}))).toEqual([
      expect.stringMatching(/^"a\.webp","a\.jpg",optimized,1000,1250,-25\.0,"The result is larger/),
      '"","a.jpg",received,1000,,,"",""',
    ]);
  });

  it("has a row for each output, each with what became of it and its saving against the source", () => {
    const result = (bytes: number): TaskResult => ({
      status: "optimized",
      output: { format: "webp", width: 1, height: 1, frames: 1, bytes },
      warnings: [],
    });
    const outputs = [
      { result: result(250), path: "a.webp" },
      { result: { status: "failed" as const, error: failure("encodeFailed") }, path: null },
      { result: result(900), path: "a.avif" },
    ];
    expect(rows(task({ state: "failed", outputs }))).toEqual([
      '"a.webp","a.jpg",optimized,1000,250,75.0,"",""',
      expect.stringMatching(/^"","a\.jpg",failed,1000,,,"","encodeFailed: /),
      '"a.avif","a.jpg",optimized,1000,900,10.0,"",""',
    ]);
  });

  it.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx"])("makes text of %j, which a spreadsheet would run", (path) => {
    expect(rows(task({ path }))[0]).toContain(`"'${path}"`);
  });

  it("doubles quotes and keeps commas and line breaks inside of a cell", () => {
    expect(manifestCsv([task({ path: 'a,"b"\nc' })])).toContain('"a,""b""\nc"');
  });
});

describe("manifestName", () => {
  it("is one that no delivered file has", () => {
    expect(manifestName(new Set())).toBe("manifest.csv");
    expect(manifestName(new Set(["manifest.csv", "manifest (2).csv"]))).toBe("manifest (3).csv");
  });
});
