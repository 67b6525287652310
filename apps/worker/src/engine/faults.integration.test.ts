import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Id, settingsSchema } from "@pixelmill/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { silentLog } from "../pool/log.ts";
import { noise, slowSettings } from "../pool/testing/images.ts";
import { usualLimits } from "../testing/limits.ts";
import { encodersOf } from "../testing/processes.ts";
import { createEngine, type Engine, type EngineEnd } from "./engine.ts";

vi.setConfig({ testTimeout: 120_000 });

let directory: string;
let engine: Engine;
let ends: EngineEnd[];
/** Called at each begin of a task. */
let begun: (taskId: Id, encoder: number) => void;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-faults-"));
  ends = [];
  begun = () => {};
  engine = createEngine({
    desksDir: join(directory, "desks"),
    encoders: 2,
    memoryLimitBytes: 2e9,
    limits: { ...usualLimits, maxPixels: 1e8, maxFrames: 100 },
    // An encoder that does not begin what it was given is ended soon.
    plan: { stallMs: 3000 },
    log: silentLog,
    listener: {
      taskQueued: () => {},
      taskRunning: (taskId, encoder) => begun(taskId, encoder),
      taskEnded: async (end) => void ends.push(end),
    },
  });
  await engine.start();
});
afterEach(async () => {
  await engine.stop(0);
  await rm(directory, { recursive: true });
});

const numbered = (count: number): Id[] => Array.from({ length: count }, (_, at) => at.toString(16).padStart(32, "0"));

async function submit(ids: readonly Id[]): Promise<void> {
  const { bytes, info } = await noise(500, 400, "jpeg");
  const settings = settingsSchema.parse({ outputs: [slowSettings] });
  for (const id of ids) await writeFile(join(directory, id), bytes);
  engine.submit(
    ids.map((id) => ({
      task: { id, jobId: "a".repeat(32), priority: "normal", info, settings },
      sourceFile: join(directory, id),
    })),
  );
}

const resultsOf = (id: Id) => ends.find(({ task }) => task.id === id)?.results;
const allEnded = (count: number) => vi.waitFor(() => expect(ends).toHaveLength(count), { timeout: 100_000, interval: 50 });
test.runIf(process.platform === "linux").each(["SIGSEGV", "SIGKILL", "SIGABRT"] as const)(
  "an encoder that dies by %s over one task each time costs that task alone",
  async (signal) => {
    const ids = numbered(8);
    const guilty = ids[5] ?? "";
    let deaths = 0;
    begun = (taskId, encoder) => {
      const pid = encodersOf(process.pid).get(encoder);
      if (taskId !== guilty || pid === undefined) return;
      deaths += 1;
      process.kill(pid, signal);
    };
    await submit(ids);
    await allEnded(8);
    expect(resultsOf(guilty)).toMatchObject([{ status: "failed", error: { code: "encoderCrashed" } }]);
    expect(deaths).toBe(2);
    const others = ids.filter((id) => id !== guilty).map((id) => resultsOf(id)?.[0]?.status);
    expect(others).toEqual(Array.from({ length: 7 }, () => "optimized"));
  },
);

test.runIf(process.platform === "linux")(
  "encoders that are stopped before they get anything are ended, and no task is lost",
  async () => {
    const stopped = [...encodersOf(process.pid).values()];
    expect(stopped).toHaveLength(2);
    for (const pid of stopped) process.kill(pid, "SIGSTOP");
    const ids = numbered(6);
    await submit(ids);
    await allEnded(6);
    expect(ids.map((id) => resultsOf(id)?.[0]?.status)).toEqual(ids.map(() => "optimized"));
    expect([...encodersOf(process.pid).values()].filter((pid) => stopped.includes(pid))).toEqual([]);
  },
);
