import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeliveredFormat } from "../formats/formats.ts";
import type { TaskResult } from "../job/taskResult.ts";
import { type FileOutcome, jobOutcomesSchema, OutcomeRecorder } from "./jobOutcomes.ts";

const output = (bytes: number, format: DeliveredFormat = "webp") => ({ format, width: 1, height: 1, frames: 1, bytes });
const optimized = (bytes: number, format?: DeliveredFormat): TaskResult => ({
  status: "optimized",
  output: output(bytes, format),
  warnings: [],
});
const kept = (bytes: number): TaskResult => ({
  status: "keptOriginal",
  reason: "wouldBeLarger",
  output: output(bytes, "jpeg"),
  warnings: [],
});
const failed = (message: string): TaskResult => ({ status: "failed", error: { code: "corruptImage", message } });

const photo = (sourceBytes: number, ...results: TaskResult[]): FileOutcome => ({ format: "jpeg", sourceBytes, results });

function outcomes(...files: readonly FileOutcome[]) {
  const recorder = new OutcomeRecorder();
  for (const file of files) recorder.add(file);
  return recorder.snapshot();
}

describe("what files came to", () => {
  it("is counted by the tenth of the bytes that was saved, kept and larger ones apart", () => {
    const { savings } = outcomes(
      photo(1000, optimized(1000), optimized(901), optimized(900), optimized(1), optimized(1001), kept(1000)),
    );
    expect(savings).toEqual({ larger: 1, kept: 1, tenths: [2, 1, 0, 0, 0, 0, 0, 0, 0, 1] });
  });

  it("is summed up by format before and after, most source bytes first", () => {
    const { formats } = outcomes(
      { format: null, sourceBytes: 50, results: [optimized(40)] },
      photo(100, optimized(20), optimized(10, "avif"), kept(100)),
      photo(200, optimized(60)),
    );
    expect(formats).toEqual([
      { from: "jpeg", to: "webp", outputs: 2, kept: 0, sourceBytes: 300, outputBytes: 80 },
      { from: "jpeg", to: "avif", outputs: 1, kept: 0, sourceBytes: 100, outputBytes: 10 },
      { from: "jpeg", to: "jpeg", outputs: 1, kept: 1, sourceBytes: 100, outputBytes: 100 },
      { from: null, to: "webp", outputs: 1, kept: 0, sourceBytes: 50, outputBytes: 40 },
    ]);
  });

  it("names each reason of failures once for a file, with what was said first, the most frequent first", () => {
    const refused: TaskResult = { status: "failed", error: { code: "emptyFile", message: "empty" } };
    const { failures, formats } = outcomes(
      photo(1, refused, { status: "cancelled" }),
      photo(1, failed("one"), failed("two")),
      photo(1, failed("three")),
    );
    expect(failures).toEqual([
      { code: "corruptImage", files: 2, message: "one" },
      { code: "emptyFile", files: 1, message: "empty" },
    ]);
    expect(formats).toEqual([]);
  });

  it("is valid and complete for any sizes", () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 })));
    fc.assert(
      fc.property(sizes, (given) => {
        const made = outcomes(...given.map(([before, after]) => photo(before, optimized(after))));
        expect(jobOutcomesSchema.parse(made)).toEqual(made);
        expect(made.savings.larger + made.savings.tenths.reduce((sum, each) => sum + each, 0)).toBe(given.length);
      }),
    );
  });
});
