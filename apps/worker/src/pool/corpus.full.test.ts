import { expect, test } from "vitest";
import { corpusFiles, hasCorpus } from "./testing/corpus.ts";
import { expectCorpus } from "./testing/corpusTests.ts";

test("every odd image decodes or fails as expected, and no encoder is lost", { timeout: 900_000 }, async ({ skip }) => {
  if (!hasCorpus) skip("the corpus is not here: set PIXELMILL_SHARED to the folder that holds it");
  const files = corpusFiles();
  expect(files.length).toBeGreaterThan(900);
  await expectCorpus(files);
});
