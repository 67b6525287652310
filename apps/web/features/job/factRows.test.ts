import { failure, keptReasonTexts, resultFacts, type TaskResult, warningTexts } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { factRows } from "./factRows.ts";
import { jobMessages as text } from "./messages.ts";
import { notesOf } from "./rowText.ts";
import { optimizedTask, taskView } from "./testing/views.ts";

describe("the facts of a result in words", () => {
  it("are all that is known, and nothing else", () => {
    const task = optimizedTask(1);
    const [output = null] = task.outputs;
    expect(factRows(resultFacts(task, output))).toEqual([
      [text.facts.path, "1.webp"],
      [text.facts.source, "1 kB"],
      [text.facts.result, "WebP 40 × 30, 400 B"],
      [text.facts.change, "−60 %"],
      [text.facts.time, "12 ms"],
    ]);
  });

  it("tell what the source was, what it took and what to look out for", () => {
    const info = { ...imageInfo, format: "png", width: 80, height: 60 } as const;
    const output = { format: "gif", width: 40, height: 30, frames: 12, bytes: 2000 } as const;
    const result: TaskResult = { status: "keptOriginal", reason: "wouldBeLarger", output, warnings: ["metadataKept", "renamed"] };
    const rows = factRows(resultFacts(taskView(1, { info, peakBytes: 45_000_000 }), { result, path: "1.gif" }));
    expect(rows).toEqual([
      [text.facts.path, "1.gif"],
      [text.facts.source, "PNG 80 × 60, 1 kB"],
      [text.facts.result, "GIF 40 × 30, 2 kB"],
      [text.facts.frames, "12"],
      [text.facts.change, "+100 %"],
      [text.facts.reason, keptReasonTexts.wouldBeLarger],
      [text.facts.memory, "45 MB"],
      [text.facts.warning, warningTexts.metadataKept],
      [text.facts.warning, warningTexts.renamed],
    ]);
  });

  it("tell how the file was made, and how close it comes", () => {
    const output = { format: "jpeg", width: 40, height: 30, frames: 1, bytes: 400 } as const;
    const encoding = {
      encoder: "mozjpeg",
      quality: 78,
      lossless: false,
      effort: "smallest",
      chroma: "4:4:4",
      colours: null,
      encodes: 3,
      score: 75.61,
    } as const;
    const result: TaskResult = { status: "optimized", output, encoding, warnings: [] };
    const rows = new Map(factRows(resultFacts(taskView(1), { result, path: "1.jpg" })));
    expect(rows.get(text.facts.encoder)).toBe("mozjpeg, quality 78, 4:4:4, effort smallest");
    expect(rows.get(text.facts.encodes)).toBe("3");
    expect(rows.get(text.facts.score)).toBe("75.6 (SSIMULACRA2: high quality)");
    expect(notesOf(taskView(1, { state: "optimized", outputs: [{ result, path: "1.jpg" }] }), undefined)).toEqual([
      "JPEG 40 × 30",
      "score 76",
    ]);
  });

  it("say of which files time and memory are", () => {
    const task = { ...optimizedTask(1), peakBytes: 2_000_000 };
    const rows = new Map(factRows(resultFacts(task, task.outputs[0] ?? null), 9));
    expect(rows.get(text.facts.time)).toBe("12 ms for all 9 files");
    expect(rows.get(text.facts.memory)).toBe("2 MB for all 9 files");
  });

  it("say why it failed", () => {
    const error = failure("emptyFile");
    const rows = factRows(resultFacts(taskView(1), { result: { status: "failed", error }, path: null }));
    expect(rows.at(-1)).toEqual([text.facts.error, `${error.message} (emptyFile)`]);
  });
});

const imageInfo = {
  frames: 1,
  hasAlpha: false,
  orientation: 1,
  progressive: false,
  hasMetadata: false,
  bitDepth: 8,
  fullChroma: false,
  bytes: 1000,
} as const;
