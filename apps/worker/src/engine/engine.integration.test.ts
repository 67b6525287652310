import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { settingsSchema, type Task } from "@pixelmill/core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { silentLog } from "../pool/log.ts";
import { anId, anInfo } from "../store/testing/samples.ts";
import { makePhoto } from "../testing/images.ts";
import { usualLimits } from "../testing/limits.ts";
import { childrenOf } from "../testing/processes.ts";
import { createEngine, type Engine, type EngineEnd } from "./engine.ts";

let directory: string;
let engine: Engine;
let onEnd: (end: EngineEnd) => void;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-engine-"));
  engine = createEngine({
    desksDir: join(directory, "desks"),
    encoders: 1,
    memoryLimitBytes: 2e9,
    limits: { ...usualLimits, maxPixels: 1e8, maxFrames: 10 },
    log: silentLog,
    listener: { taskQueued: () => {}, taskRunning: () => {}, taskEnded: async (end) => onEnd(end) },
  });
});

afterEach(async () => {
  await engine.stop(0);
  await rm(directory, { recursive: true });
});

it.skipIf(process.platform !== "linux").each(["inspection", "encoders"])(
  "that cannot start for want of the folder %s leaves no process behind",
  async (folder) => {
    await mkdir(join(directory, "desks"));
    await writeFile(join(directory, "desks", folder), "a file where the folder belongs");
    await expect(engine.start()).rejects.toThrow();
    // Time for one that was being forked.
    await sleep(500);
    expect(childrenOf(process.pid).filter((pid) => isEncoderOf(pid, directory))).toEqual([]);
  },
);

it("tells of the memory that its processes hold, and of no other's", async () => {
  // Touched, so that it is there.
  const held = Buffer.alloc(200e6, 1);
  const script = "globalThis.held = Buffer.alloc(1e9, 1); process.stdout.write('holding'); setInterval(() => {}, 1e6);";
  const stranger = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(stranger.stdout, "data");
    await engine.start();
    await vi.waitFor(() => expect(engine.metrics().memoryBytes.count).toBeGreaterThan(0), 20_000);
    const { min, max } = engine.metrics().memoryBytes;
    const { usedBytes } = engine.status();
    expect(min).toBeGreaterThan(held.length);
    expect(usedBytes).toBeGreaterThan(held.length);
    expect(max).toBeLessThan((usedBytes ?? 0) + 200e6);
  } finally {
    stranger.kill("SIGKILL");
  }
});

it("takes a task again while its end is still dealt with", { timeout: 30_000 }, async () => {
  await engine.start();
  const sourceFile = join(directory, "source");
  const bytes = await makePhoto(1200, 900);
  await writeFile(sourceFile, bytes);
  const info = { ...anInfo, width: 1200, height: 900, bytes: bytes.length };
  const aTask = (): Task => ({
    id: anId(),
    jobId: anId(),
    priority: "normal",
    info,
    settings: settingsSchema.parse({ outputs: [{ format: "avif" }] }),
  });
  const again = aTask();
  const ends: EngineEnd["results"][] = [];
  const { promise: endedTwice, resolve } = Promise.withResolvers<void>();
  onEnd = ({ task, results }) => {
    if (task.id !== again.id) return;
    ends.push(results);
    if (ends.length === 1) engine.submit([{ task: again, sourceFile }]);
    else resolve();
  };
  engine.submit([aTask(), aTask(), aTask(), again].map((task) => ({ task, sourceFile })));
  engine.cancel([again.id]);
  await endedTwice;
  expect(ends).toMatchObject([[{ status: "cancelled" }], [{ status: "optimized" }]]);
});

const isEncoderOf = (pid: number, folder: string): boolean => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
