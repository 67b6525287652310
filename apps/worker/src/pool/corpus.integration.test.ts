import { describe, expect, test } from "vitest";
import { corpusFiles, hasCorpus } from "./testing/corpus.ts";
import { type corpusOutputs, expectCorpus } from "./testing/corpusTests.ts";

const kinds = ["one output", "several outputs"] as const satisfies readonly (keyof typeof corpusOutputs)[];

describe.each(kinds)("to %s", (outputs) => {
  test("a sample of odd images decodes or fails as expected, and no encoder is lost", { timeout: 120_000 }, async ({ skip }) => {
    if (!hasCorpus) skip("the corpus is not here: set PIXELMILL_SHARED to the folder that holds it");
    const sample = corpusFiles().filter((_, index) => index % 10 === 0);
    expect(sample.length).toBeGreaterThan(50);
    await expectCorpus(sample, outputs);
  });
});
