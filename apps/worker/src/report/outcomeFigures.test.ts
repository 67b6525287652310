import { failure, OutcomeRecorder, type TaskResult, unreadKindTexts } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { elementsOf } from "../bench/testing/wellFormed.ts";
import { figure } from "./html/figure.ts";
import { outcomeFigures } from "./outcomeFigures.ts";
import { reportWords } from "./words.ts";

const output = (bytes: number) => ({ format: "webp", width: 1, height: 1, frames: 1, bytes }) as const;
const optimized = (bytes: number): TaskResult => ({ status: "optimized", output: output(bytes), warnings: [] });
const broken: TaskResult = { status: "failed", error: { code: "corruptImage", message: 'Torn <at> "1"' } };

function figuresOf(...results: readonly TaskResult[]) {
  const recorder = new OutcomeRecorder();
  for (const result of results) recorder.add({ format: "jpeg", sourceBytes: 1000, results: [result] });
  return outcomeFigures(recorder.snapshot(), reportWords());
}

describe("the charts of what files came to", () => {
  it("have the numbers they are drawn from behind them", () => {
    const [savings, formats, failures] = figuresOf(optimized(450), optimized(1500), broken);
    expect(savings?.table.rows).toContainEqual(["50–60 %", "1"]);
    expect(savings?.table.rows).toContainEqual(["larger", "1"]);
    expect(formats?.table.rows).toEqual([["JPEG → WebP", "2", "0", "2 kB", "1.95 kB", "2.5 %"]]);
    expect(failures?.table.rows).toEqual([["corruptImage", "1", 'Torn <at> "1"']]);
  });

  it("say why files failed in the language of the report", () => {
    const recorder = new OutcomeRecorder();
    const error = failure("unsupportedFormat", { kind: unreadKindTexts.pdf });
    recorder.add({ format: null, sourceBytes: 1000, results: [{ status: "failed", error }] });
    const [failures] = outcomeFigures(recorder.snapshot(), reportWords("de"));
    expect(failures?.table.rows[0]?.at(-1)).toMatch(/^Dies ist ein PDF-Dokument\. Pixelmill liest /);
  });

  it("draw the longest bar over the whole width and all others in proportion to it", () => {
    const bars = [...(figuresOf(optimized(250))[1]?.drawing ?? "").matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    );
    expect(bars).toHaveLength(2);
    expect((bars[1] ?? 0) / (bars[0] ?? 0)).toBeCloseTo(0.25);
  });

  it("are left out where there is nothing to show, and stay well-formed whatever was said of a failure", () => {
    expect(figuresOf()).toEqual([]);
    const drawn = figuresOf(broken).map(figure).join("\n");
    expect(elementsOf(drawn)).toContain("figure");
  });
});
