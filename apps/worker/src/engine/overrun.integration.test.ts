import { randomFillSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultSettings, type ImageInfo, type SettingsInput, settingsSchema, type Task } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Remote } from "../bench/processes/remote.ts";
import type { SamplerHandlers } from "../bench/sampler/main.ts";
import { noise, type TestImage } from "../pool/testing/images.ts";
import { anId, anInfo } from "../store/testing/samples.ts";
import { usualLimits } from "../testing/limits.ts";
import { createEngine, type Engine, type EngineEnd, type EngineTask } from "./engine.ts";

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
    limits: { ...usualLimits, maxPixels: 1e8, maxFrames: 10 },
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
  const bytes = await sharp({ create: { width, height, channels: 3, background: "#888888" } })
    .jpeg({ progressive: true, chromaSubsampling: "4:4:4" })
    .toBuffer();
  return { bytes, info: { ...anInfo, format: "jpeg", width, height, bytes: bytes.length, progressive: true, fullChroma: true } };
}

/** As WebP it takes 38 bytes a pixel, a picture whose alpha is the same everywhere 15: its header does not tell which it is. */
async function varyingAlpha(width: number, height: number): Promise<TestImage> {
  const pixels = randomFillSync(Buffer.alloc(width * height * 4));
  const bytes = await sharp(pixels, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return { bytes, info: { ...anInfo, format: "png", width, height, bytes: bytes.length, hasAlpha: true } };
}

/** What a process holds of its own, and its share of what it has in common with others. */
function ownAndShare(pid: number): number {
  const [memory] = native.processMemory([pid]);
  return (memory?.residentBytes ?? 0) - (memory?.fileBytes ?? 0) + (native.mappedMemory(pid)?.shareBytes ?? 0);
}

/** Runs a task among a dozen small ones within a tight limit, and tells what became of each, and the memory as seen from outside. */
async function runAmongOthers(culprit: EngineTask) {
  const small = await noise(600, 400, "jpeg");
  const others = await Promise.all(Array.from({ length: 12 }, () => task(small, {}, { outputs: [{ format: "webp" }] })));
  const limit = ownAndShare(process.pid) + encodersBytes;
  await sampler.call("start", { roots: [process.pid], intervalMs: 20 });
  const ends = await run([culprit, ...others], limit);
  const peakBytes = Math.max(...(await sampler.call("stop", undefined)).map(({ bytes }) => bytes));
  const own = ends.find((end) => end.task.id === culprit.task.id);
  return { own, others: ends.filter((end) => end !== own).map(({ results }) => results[0]?.status), peakBytes, limit };
}

const allWell = Array<string>(12).fill("optimized");

describe.runIf(process.platform === "linux")("a task that takes more memory than there is", { timeout: 180_000 }, () => {
  it("where far less was estimated is ended, run again alone and failed; its neighbours end well", async () => {
    const large = await progressive(12_000, 8000);
    const asBaseline = { progressive: false, fullChroma: false };
    const culprit = await task(large, asBaseline, { outputs: [{ format: "jpeg", resize: { mode: "width", pixels: 300 } }] });
    const { own, others, peakBytes, limit } = await runAmongOthers(culprit);
    expect(own).toMatchObject({ results: [{ status: "failed", error: { code: "memoryOverrun" } }], course: { attempts: 2 } });
    expect(others).toEqual(allWell);
    expect(said("memory is above the budget: sending nothing more for now").length).toBeGreaterThan(0);
    expect(said("memory still rises above the budget: ending an encoder")).toHaveLength(2);
    // Unguarded it takes 650 MB more.
    expect(peakBytes).toBeLessThan(2 * limit);
    const samples = said("memory sampled").map(({ fields }) => fields);
    const number = expect.any(Number);
    expect(samples[0]).toEqual({ usedBytes: number, budgetBytes: limit, peakBytes: number, samples: number });
    expect(samples.every((sample) => Number(sample.peakBytes) >= Number(sample.usedBytes))).toBe(true);
  });

  it("where only the worst would be too much is tried alone, and failed as soon as it passes what there is", async () => {
    const culprit = await task(await varyingAlpha(3000, 2000), {}, { outputs: [{ format: "webp" }] });
    const { own, others, peakBytes, limit } = await runAmongOthers(culprit);
    expect(own).toMatchObject({ results: [{ status: "failed", error: { code: "memoryOverrun" } }], course: { attempts: 1 } });
    expect(others).toEqual(allWell);
    expect(said("a task on trial takes more memory than there is: ending its encoder")).toHaveLength(1);
    expect(peakBytes).toBeLessThan(1.25 * limit);
  });
});
