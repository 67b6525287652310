import { describe, expect, it } from "vitest";
import { makeInfo } from "../dispatch/testing/simulation.ts";
import { failure } from "../errors/failure.ts";
import { factsOfTask, resultFactsSchema } from "./resultFacts.ts";
import type { TaskResult } from "./taskResult.ts";
import type { TaskView } from "./views.ts";

const task = (changes: Partial<TaskView>): TaskView => ({
  id: "0".repeat(32),
  path: "a.jpg",
  state: "queued",
  sourceBytes: 1000,
  info: null,
  revision: 0,
  outputs: [],
  encodeMs: null,
  peakBytes: null,
  sequence: 1,
  ...changes,
});

const output = { format: "webp", width: 20, height: 10, frames: 3, bytes: 250 } as const;
const encoding = {
  encoder: "libwebp",
  quality: 77,
  lossless: false,
  effort: "balanced",
  chroma: "4:2:0",
  colours: null,
  encodes: 3,
  score: 75.5,
} as const;
const optimized: TaskResult = { status: "optimized", output, encoding, warnings: ["larger"] };
const kept: TaskResult = { status: "keptOriginal", reason: "wouldBeLarger", output: { ...output, bytes: 1000 }, warnings: [] };

describe("the facts of a result", () => {
  it("are those of its source, its file and its task together", () => {
    const info = makeInfo({ format: "jpeg", width: 40, height: 20 });
    const outputs = [{ result: optimized, path: "a.webp" }];
    const facts = factsOfTask(task({ state: "optimized", info, outputs, encodeMs: 12.5, peakBytes: 5e6 }));
    expect(facts).toEqual([
      {
        path: "a.webp",
        sourcePath: "a.jpg",
        status: "optimized",
        reason: null,
        reused: false,
        sourceFormat: "jpeg",
        sourceWidth: 40,
        sourceHeight: 20,
        sourceBytes: 1000,
        format: "webp",
        width: 20,
        height: 10,
        frames: 3,
        bytes: 250,
        saving: 0.75,
        ...encoding,
        encodeMs: 12.5,
        peakBytes: 5e6,
        warnings: ["larger"],
        error: null,
      },
    ]);
    expect(resultFactsSchema.parse(facts[0])).toEqual(facts[0]);
  });

  it("say that it was made before", () => {
    expect(factsOfTask(task({ outputs: [{ result: { ...kept, reused: true }, path: "a.jpg" }] }))).toMatchObject([
      { reused: true },
    ]);
  });

  it("are there once for each output, with what became of it", () => {
    const failed: TaskResult = { status: "failed", error: failure("encodeFailed") };
    const outputs = [
      { result: kept, path: "a.jpg" },
      { result: failed, path: null },
      { result: { status: "cancelled" } as const, path: null },
    ];
    expect(factsOfTask(task({ state: "failed", outputs }))).toMatchObject([
      { status: "keptOriginal", reason: "wouldBeLarger", saving: 0, error: null },
      { status: "failed", reason: null, bytes: null, saving: null, error: failure("encodeFailed"), warnings: [] },
      { status: "cancelled", path: null, error: null },
    ]);
  });

  it("do not say how a file was made where that was not noted", () => {
    const result: TaskResult = { status: "optimized", output, warnings: [] };
    const [facts] = factsOfTask(task({ state: "optimized", outputs: [{ result, path: "a.webp" }] }));
    expect(facts).toMatchObject({ bytes: 250, encoder: null, lossless: null, encodes: null, score: null });
  });

  it("of a task that has not ended are its source's", () => {
    expect(factsOfTask(task({}))).toMatchObject([
      { path: null, sourcePath: "a.jpg", status: "queued", bytes: null, saving: null },
    ]);
  });

  it("have no saving where the source is empty", () => {
    const outputs = [{ result: optimized, path: "a.webp" }];
    expect(factsOfTask(task({ sourceBytes: 0, state: "optimized", outputs }))).toMatchObject([{ saving: null, bytes: 250 }]);
  });
});
