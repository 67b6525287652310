import { describe, expect, it } from "vitest";
import { corpusFiles, hasCorpus } from "../testing/corpus.ts";
import { expectCorpus } from "./testing/corpusJobs.ts";

describe.runIf(process.platform === "linux")("every odd, broken and hostile image", () => {
  it("goes through the service: each is delivered or fails as expected, in words of the table", { timeout: 1_800_000 }, async ({
    skip,
  }) => {
    if (!hasCorpus) skip("the corpus is not here: set PIXELMILL_SHARED to the folder that holds it");
    const files = corpusFiles();
    expect(files.length).toBeGreaterThan(1300);
    await expectCorpus(files);
  });
});
