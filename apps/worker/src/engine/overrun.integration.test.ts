import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultSettings, type ImageInfo, type SettingsInput, settingsSchema, type Task } from "@pixelmill/core";
import sharp from "sharp";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Remote } from "../bench/processes/remote.ts";
import type { SamplerHandlers } from "../bench/sampler/main.ts";
import { noise, type TestImage } from "../pool/testing/images.ts";
import { anId } from "../store/testing/samples.ts";
import { createEngine, type Engine, type EngineEnd, type EngineTask } from "./engine.ts";
import { usedBytes } from "./processMemory.ts";

/** What encoders, warm, and the encoder of inspection take together; with room for small tasks and nothing else. */
const encodersBytes = 275e6;

let directory: string;
let engine: Engine;
let sampler: Remote<SamplerHandlers>;
const logged: { readonly fields: Record<string, unknown>; readonly text: string }[] = [];
const said = (text: string) => logged.filter((line) => line.text === text);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-overrun-"));
  sampler = new Remote(fileURLToPath(new URL("../bench/sampler/main.ts", import.meta.url)));
  logged.length = 0;
});

afterEach(async () => {
  await engine.stop(0);
  await sampler.end();
  await rm(directory, { recursive: true });
});

/** Submits tasks and gives their ends, in the order in which they come. */
async function run(tasks: readonly EngineTask[], memoryLimitBytes: number): Promise<EngineEnd[]> {
  const ends: EngineEnd[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const log = (fields: object, text: string): void => void logged.push({ fields: { ...fields }, text });
  engine = createEngine({
    desksDir: join(directory, "desks"),
    encoders: 2,
    memoryLimitBytes,
    memorySampleMs: 20,
    limits: { maxPixels: 1e8, maxFrames: 10 },
    log: { debug: log, info: log, warn: log, error: log },
    listener: {
      taskQueued: () => {},
      taskRunning: () => {},
      taskEnded: async (end) => {
        ends.push(end);
        if (ends.length === tasks.length) resolve();
      },
    },
  });
  await engine.start();
  engine.submit(tasks);
  await promise;
  return ends;
}

/** A task with its source; `claimed` is what the planner is told otherwise than it is. */
async function task({ bytes, info }: TestImage, claimed: Partial<ImageInfo>, settings: SettingsInput): Promise<EngineTask> {
  const id = anId();
  const sourceFile = join(directory, id);
  await writeFile(sourceFile, bytes);
  const made: Task = {
    id,
    jobId: id,
    priority: "normal",
    info: { ...info, ...claimed },
    settings: settingsSchema.parse({ ...defaultSettings, ...settings }),
  };
  return { task: made, sourceFile };
}

/** To decode it takes all its coefficients at once, 6.8 bytes a pixel; a baseline JPEG of the same size takes a few lines. */
async function progressive(width: number, height: number): Promise<TestImage> {
  const side = 1000;
  const { bytes: tile, info } = await noise(side, side, "png");
  const bytes = await sharp(tile)
    .extend({ right: width - side, bottom: height - side, extendWith: "repeat" })
    .jpeg({ progressive: true, chromaSubsampling: "4:4:4" })
    .toBuffer();
  return { bytes, info: { ...info, format: "jpeg", width, height, bytes: bytes.length, progressive: true, fullChroma: true } };
}

it.runIf(process.platform === "linux")(
  "a task that takes far more than was estimated is ended, run again alone and failed; its neighbours end well",
  { timeout: 180_000 },
  async () => {
    const large = await progressive(8000, 5000);
    const small = await noise(600, 400, "jpeg");
    const asBaseline = { progressive: false, fullChroma: false };
    const culprit = await task(large, asBaseline, { outputs: [{ format: "jpeg", resize: { mode: "width", pixels: 300 } }] });
    const neighbours = await Promise.all(Array.from({ length: 12 }, () => task(small, {}, { outputs: [{ format: "webp" }] })));
    const limit = (usedBytes([process.pid]) ?? 0) + encodersBytes;
    await sampler.call("start", { roots: [process.pid], intervalMs: 20 });
    const ends = await run([culprit, ...neighbours], limit);
    const peakBytes = Math.max(...(await sampler.call("stop", undefined)).map(({ bytes }) => bytes));

    const of = ({ id }: Task) => ends.find((end) => end.task.id === id);
    expect(of(culprit.task)).toMatchObject({
      results: [{ status: "failed", error: { code: "memoryOverrun" } }],
      course: { attempts: 2 },
    });
    expect(new Set(neighbours.map(({ task: { id } }) => ends.find((end) => end.task.id === id)?.results[0]?.status))).toEqual(
      new Set(["optimized"]),
    );
    expect(said("memory is above the budget: sending nothing more for now").length).toBeGreaterThan(0);
    expect(said("memory still rises above the budget: ending an encoder")).toHaveLength(2);
    // Unguarded the culprit would lift it to 1.4 times the limit.
    expect(peakBytes).toBeLessThan(1.25 * limit);
    const samples = said("memory sampled").map(({ fields }) => fields);
    expect(samples[0]).toEqual({
      usedBytes: expect.any(Number),
      budgetBytes: limit,
      peakBytes: expect.any(Number),
      samples: expect.any(Number),
    });
    expect(samples.every((sample) => Number(sample.peakBytes) >= Number(sample.usedBytes))).toBe(true);
  },
);
