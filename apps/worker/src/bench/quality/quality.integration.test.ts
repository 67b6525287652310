import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchQuality, benchQualitySchema } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { benchArguments } from "../arguments/benchArguments.ts";
import { Stage } from "../measure/stage.ts";
import { canSeeProcesses } from "../processes/processTree.ts";
import { measureQuality } from "./measureQuality.ts";

if (native.codecs === null) console.warn("The addon is not here: the quality benchmark, which needs its score, is not tested.");

let folder = "";
let stage: Stage;
let measured: BenchQuality;

describe.runIf(native.codecs !== null)("the quality benchmark on three small images", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pixelmill-quality-test-"));
    const read = benchArguments("--scores all --format jpeg,webp --resize longest=240 --memory 600M".split(" "), {});
    if (!read.ok || read.value.type !== "measure") throw new Error("The options are wrong.");
    stage = new Stage({ options: read.value, folder, say: () => {} });
    const set = await stage.generate("made", [
      { name: "photo.jpg", kind: "photo", width: 320, height: 240, seed: 1 },
      { name: "drawing.png", kind: "drawing", width: 300, height: 200, seed: 2 },
      { name: "cutout.webp", kind: "cutout", width: 200, height: 200, seed: 3 },
    ]);
    const [only] = await measureQuality(stage, [set]);
    measured = benchQualitySchema.parse(only);
  }, 240_000);

  afterAll(async () => {
    await stage.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("gives everyone the same smaller pictures", () => {
    expect(measured.set.pixels).toBe(240 * 180 + 240 * 160 + 200 * 200);
    const names = ["cutout.webp.png", "drawing.png.png", "photo.jpg.png"];
    for (const { files } of measured.presets) expect(files.map(({ name }) => name).toSorted()).toEqual(names);
    for (const { files, failed } of measured.equalScores) expect(files.length + failed.length).toBe(3);
  });

  it("finds the score that was asked for on every image, and one quality that reaches it on all of them", () => {
    expect(measured.targets.map(({ format }) => format)).toEqual(["jpeg", "webp"]);
    for (const target of measured.targets) {
      for (const { score, encodes } of target.files) {
        expect(score).toBeGreaterThanOrEqual(75);
        // A drawing is tried without loss too.
        expect(encodes).toBeLessThanOrEqual(5);
      }
      for (const { score } of target.fixed?.files ?? []) expect(score).toBeGreaterThanOrEqual(75);
      expect(target.fixed?.files).toHaveLength(3);
    }
  });

  it("sets Balanced against sharp's and Squoosh's defaults at their own scores", () => {
    const peers = measured.equalScores.map(({ format, peer }) => `${format}, ${peer}`);
    expect(peers).toEqual(["jpeg", "webp"].flatMap((each) => [`${each}, sharp's defaults`, `${each}, Squoosh's defaults`]));
    for (const { files } of measured.equalScores)
      for (const { bytes, own } of files) {
        expect(bytes).toBeGreaterThan(0);
        if (own !== null) expect(own.quality).toBeGreaterThanOrEqual(1);
      }
    expect(measured.equalScores.flatMap(({ files }) => files.flatMap(({ own }) => own ?? [])).length).toBeGreaterThan(0);
  });

  it("makes PNGs smaller without changing a sample, and nothing larger in any mode", () => {
    expect(measured.lossless.map(({ effort }) => effort)).toEqual(["fast", "balanced", "smallest"]);
    for (const { files } of measured.lossless)
      for (const { bytes, sourceBytes, same } of files)
        expect({ larger: bytes > sourceBytes, same }).toEqual({ larger: false, same: true });
    expect(measured.neverLarger.map(({ mode, delivered, larger, failed }) => ({ mode, delivered, larger, failed }))).toEqual(
      ["fast", "balanced", "smallest", "lossless", "target 75", "auto"].map((mode) => ({
        mode,
        delivered: 3,
        larger: [],
        failed: [],
      })),
    );
  });

  it("knows what the score itself takes", () => {
    expect(measured.scoring?.cpuSecondsPerMegapixel).toBeGreaterThan(0);
    if (canSeeProcesses) expect(measured.scoring?.peakBytesPerPixel).toBeGreaterThan(0);
  });
});
