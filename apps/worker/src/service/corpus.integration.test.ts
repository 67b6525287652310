import { describe, expect, it } from "vitest";
import { corpusFiles, hasCorpus } from "../testing/corpus.ts";
import { expectCorpus } from "./testing/corpusJobs.ts";

describe.runIf(process.platform === "linux")("a sample of odd, broken and hostile images", () => {
  it("goes through the service: each is delivered or fails as expected, in words of the table", { timeout: 240_000 }, async ({
    skip,
  }) => {
    if (!hasCorpus) skip("the corpus is not here: set PIXELMILL_SHARED to the folder that holds it");
    const sample = corpusFiles().filter((_, index) => index % 10 === 0);
    expect(sample.length).toBeGreaterThan(100);
    await expectCorpus(sample);
  });
});
