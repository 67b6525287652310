import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { smallStage } from "../testing/smallStage.ts";
import { matrix } from "./matrix.ts";

it("every batch size gives as many results as there are images, around each of its bounds", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pixelmill-matrix-test-"));
  const stage = smallStage(folder, ["--variant", "engine"]);
  const [counts, batches] = [
    [0, 1, 9, 11, 72],
    [1, 10, 20, 100],
  ];
  try {
    const trials = await matrix(stage, { batches, counts });
    expect(trials.map(({ set: { files } }) => files)).toEqual(counts);
    for (const { contenders, set } of trials) {
      expect(contenders.map(({ name }) => name)).toEqual(["as planned", ...batches.map((size) => `batches of ${size}`)]);
      for (const { runs } of contenders) expect(runs[0]).toMatchObject({ images: set.files, failed: 0 });
    }
  } finally {
    await stage.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 600_000);
