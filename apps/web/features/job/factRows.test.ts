import { failure, keptReasonTexts, resultFacts, type TaskResult, warningTexts } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { wordsIn } from "../../lib/i18n/wordsIn.ts";
import { factRows } from "./factRows.ts";
import { notesOf } from "./rowText.ts";
import { optimizedTask, taskView } from "./testing/views.ts";

const words = wordsIn("en");
const { t } = words;

describe("the facts of a result in words", () => {
  it("are all that is known, and nothing else", () => {
    const task = optimizedTask(1);
    const [output = null] = task.outputs;
    expect(factRows(resultFacts(task, output), words)).toEqual([
      [t("job.facts.path"), "1.webp"],
      [t("job.facts.source"), "1 kB"],
      [t("job.facts.result"), "WebP 40 × 30, 400 B"],
      [t("job.facts.change"), "−60 %"],
      [t("job.facts.time"), "12 ms"],
    ]);
  });

  it("tell what the source was, what it took and what to look out for", () => {
    const info = { ...imageInfo, format: "png", width: 80, height: 60 } as const;
    const output = { format: "gif", width: 40, height: 30, frames: 12, bytes: 2000 } as const;
    const result: TaskResult = { status: "keptOriginal", reason: "wouldBeLarger", output, warnings: ["metadataKept", "renamed"] };
    const rows = factRows(resultFacts(taskView(1, { info, peakBytes: 45_000_000 }), { result, path: "1.gif" }), words);
    expect(rows).toEqual([
      [t("job.facts.path"), "1.gif"],
      [t("job.facts.source"), "PNG 80 × 60, 1 kB"],
      [t("job.facts.result"), "GIF 40 × 30, 2 kB"],
      [t("job.facts.frames"), "12"],
      [t("job.facts.change"), "+100 %"],
      [t("job.facts.reason"), keptReasonTexts.wouldBeLarger],
      [t("job.facts.memory"), "45 MB"],
      [t("job.facts.warning"), warningTexts.metadataKept],
      [t("job.facts.warning"), warningTexts.renamed],
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
    const rows = new Map(factRows(resultFacts(taskView(1), { result, path: "1.jpg" }), words));
    expect(rows.get(t("job.facts.encoder"))).toBe("mozjpeg, quality 78, 4:4:4, effort smallest");
    expect(rows.get(t("job.facts.encodes"))).toBe("3");
    expect(rows.get(t("job.facts.score"))).toBe("75.6 (SSIMULACRA2: high quality)");
    expect(notesOf(taskView(1, { state: "optimized", outputs: [{ result, path: "1.jpg" }] }), undefined, words)).toEqual([
      "JPEG 40 × 30",
      "score 76",
    ]);
  });

  it("say of which files time and memory are", () => {
    const task = { ...optimizedTask(1), peakBytes: 2_000_000 };
    const rows = new Map(factRows(resultFacts(task, task.outputs[0] ?? null), words, 9));
    expect(rows.get(t("job.facts.time"))).toBe("12 ms for all 9 files");
    expect(rows.get(t("job.facts.memory"))).toBe("2 MB for all 9 files");
  });

  it("say why it failed", () => {
    const error = failure("emptyFile");
    const rows = factRows(resultFacts(taskView(1), { result: { status: "failed", error }, path: null }), words);
    expect(rows.at(-1)).toEqual([t("job.facts.error"), `${error.message} (emptyFile)`]);
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
