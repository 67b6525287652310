import { describe, expect, it } from "vitest";
import type { BenchEqualScore, BenchLossless, BenchTarget } from "./benchQuality.ts";
import { equalScoreSummary, losslessSummary, presetSummary, scoreSummary, targetSummary } from "./qualitySummary.ts";

const scored = { name: "a.jpg", pixels: 2e6, sourceBytes: 1000, bytes: 100, score: 76, cpuSeconds: 1 };
const own = { ...scored, kept: false, quality: 80, encodes: 2 };
const kept = { ...own, bytes: 1000, score: 100, kept: true, quality: null, encodes: null };

const target = (more: Partial<BenchTarget> = {}): BenchTarget => ({
  format: "jpeg",
  target: 75,
  files: [own, { ...own, score: 75, encodes: 3 }, { ...own, score: 78, bytes: 200 }],
  fixed: { quality: 85, files: [own, own, { ...own, bytes: 300 }] },
  ...more,
});

describe("encodes of several images", () => {
  it("are summed up, their scores from the lowest to the highest", () => {
    expect(scoreSummary([scored, { ...scored, score: 70, cpuSeconds: 3 }])).toEqual({
      files: 2,
      sourceBytes: 2000,
      bytes: 200,
      lowest: 70,
      mean: 73,
      highest: 76,
      cpuSecondsPerMegapixel: 1,
    });
  });

  it("have no CPU time where that of one is unknown, and no score where there are none", () => {
    expect(scoreSummary([scored, { ...scored, cpuSeconds: null }]).cpuSecondsPerMegapixel).toBeNull();
    expect(presetSummary({ format: "webp", effort: "fast", files: [] })).toMatchObject({
      lowest: null,
      mean: null,
      highest: null,
      cpuSecondsPerMegapixel: null,
    });
  });
});

describe("a target", () => {
  it("is met from its score to two points above, and saves bytes against the fixed quality", () => {
    const { onTarget, meanEncodes, mostEncodes, bytes, fixedBytes, saving } = targetSummary(target());
    expect({ onTarget, mostEncodes, bytes, fixedBytes }).toEqual({ onTarget: 2, mostEncodes: 3, bytes: 400, fixedBytes: 500 });
    expect(meanEncodes).toBeCloseTo(7 / 3);
    expect(saving).toBeCloseTo(0.2);
  });

  it("counts kept originals with their bytes, and not with their score or encodes", () => {
    expect(targetSummary(target({ files: [own, kept] }))).toMatchObject({
      files: 1,
      kept: 1,
      onTarget: 1,
      bytes: 1100,
      highest: 76,
      meanEncodes: 2,
    });
  });

  it("saves nothing that can be told where no fixed quality reaches it, or nothing was done", () => {
    expect(targetSummary(target({ fixed: null }))).toMatchObject({ fixedBytes: null, saving: null });
    expect(targetSummary(target({ files: [], fixed: { quality: 1, files: [] } }))).toMatchObject({
      saving: null,
      meanEncodes: null,
      mostEncodes: 0,
    });
  });
});

it("an image whose encodes are not known counts with none", () => {
  expect(targetSummary(target({ files: [own, { ...own, encodes: null }] }))).toMatchObject({ meanEncodes: 1, mostEncodes: 2 });
});

describe("Balanced at another's score", () => {
  const against = (files: BenchEqualScore["files"]): BenchEqualScore => ({
    format: "jpeg",
    peer: "other 1.0",
    files,
    failed: [],
  });
  const ours = { quality: 70.5, bytes: 90, cpuSeconds: 2 };

  it("is set against it over the images that both have", () => {
    const summary = equalScoreSummary(
      against([
        { ...scored, own: ours },
        { ...scored, bytes: 1e6, own: null },
      ]),
    );
    expect(summary).toMatchObject({ files: 1, bytesRatio: 0.9, cpuRatio: 2, ownQuality: 70.5, peer: { files: 1, bytes: 100 } });
  });

  it("has no ratio where something is unknown or nothing is there", () => {
    expect(equalScoreSummary(against([]))).toMatchObject({ bytesRatio: null, cpuRatio: null, ownQuality: null });
    expect(equalScoreSummary(against([{ ...scored, own: { ...ours, cpuSeconds: null } }])).cpuRatio).toBeNull();
    expect(equalScoreSummary(against([{ ...scored, cpuSeconds: null, own: ours }])).cpuRatio).toBeNull();
  });
});

describe("PNGs", () => {
  const png = { name: "a.png", pixels: 1e6, sourceBytes: 300, bytes: 204, same: true, oxipngBytes: 200 };
  const lossless = (files: BenchLossless["files"]): BenchLossless => ({ effort: "balanced", files });

  it("are set against oxipng's, and those whose pixels differ are counted", () => {
    const summary = losslessSummary(
      lossless([
        { ...png, cpuSeconds: 4, oxipngCpuSeconds: 8 },
        { ...png, cpuSeconds: 4, oxipngCpuSeconds: 8, same: false },
      ]),
    );
    expect(summary).toEqual({ files: 2, sourceBytes: 600, bytes: 408, different: 1, bytesRatio: 1.02, cpuRatio: 0.5 });
  });

  it("have no ratio where there is none, or the time is unknown", () => {
    expect(losslessSummary(lossless([]))).toMatchObject({ bytesRatio: null, cpuRatio: null });
    expect(losslessSummary(lossless([{ ...png, cpuSeconds: 1, oxipngCpuSeconds: null }])).cpuRatio).toBeNull();
    expect(losslessSummary(lossless([{ ...png, cpuSeconds: null, oxipngCpuSeconds: 1 }])).cpuRatio).toBeNull();
  });
});
