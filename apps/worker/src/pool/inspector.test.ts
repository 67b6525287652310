import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { anInfo } from "../store/testing/samples.ts";
import { usualLimits } from "../testing/limits.ts";
import type { EncoderProcess, EncoderProcessOptions } from "./encoderProcess.ts";
import { createInspector, type Inspector } from "./inspector.ts";
import { silentLog } from "./log.ts";
import { respawnDelayMs } from "./respawnDelay.ts";

/** Until when files are being copied to desks. */
let copied = Promise.resolve();

/** Timing is what is tested: a process that is warm at once, dies of files that say "bad", and finds the same in all others. */
vi.mock("./encoderProcess.ts", async (original) => ({
  ...(await original<typeof import("./encoderProcess.ts")>()),
  forkEncoder({ desk, onMessage, onGone }: EncoderProcessOptions): EncoderProcess {
    let alive = true;
    const kill = () => {
      if (alive) queueMicrotask(() => onGone({ code: null, signal: "SIGKILL" }));
      alive = false;
    };
    queueMicrotask(() => onMessage({ type: "ready" }));
    return {
      pid: 0,
      kill,
      send: (message) => {
        if (message.type !== "inspect") return;
        if (readFileSync(join(desk, "in", message.name), "utf8") === "bad") kill();
        else queueMicrotask(() => onMessage({ type: "inspected", name: message.name, result: { ok: true, value: anInfo } }));
      },
    };
  },
}));

/** Desks whose copies take as long as a test wants. */
vi.mock("./desk.ts", async (original) => {
  const real = await original<typeof import("./desk.ts")>();
  return {
    ...real,
    makeDesk: async (...given: Parameters<typeof real.makeDesk>) => {
      const desk = await real.makeDesk(...given);
      return { ...desk, lay: (name: string, file: string) => copied.then(() => desk.lay(name, file)) };
    },
  };
});

vi.mock("./respawnDelay.ts", () => ({ respawnDelayMs: vi.fn(() => 0) }));

let directory: string;
let inspector: Inspector;

beforeEach(async () => {
  copied = Promise.resolve();
  vi.mocked(respawnDelayMs).mockClear();
  directory = await mkdtemp(join(tmpdir(), "pixelmill-inspector-"));
  const limits = { ...usualLimits, maxPixels: 1e6, maxFrames: 10 };
  inspector = createInspector({ desksDir: join(directory, "desks"), limits, log: silentLog });
  await inspector.start();
});

afterEach(async () => {
  vi.useRealTimers();
  await inspector.stop();
  await rm(directory, { recursive: true, force: true });
});

async function file(text: string): Promise<string> {
  await writeFile(join(directory, text), text);
  return join(directory, text);
}

test("the time that a file takes to the desk does not count towards its deadline", async () => {
  const source = await file("good");
  const { promise, resolve } = Promise.withResolvers<void>();
  copied = promise;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const result = inspector.inspect(source);
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  resolve();
  expect(await result).toEqual({ ok: true, value: anInfo });
  expect(respawnDelayMs).not.toHaveBeenCalled();
});

test("files that take the encoder down do not count as encoders that cannot live", async () => {
  const [bad, good] = [await file("bad"), await file("good")];
  for (let count = 0; count < 6; count += 1) {
    expect(await inspector.inspect(bad)).toMatchObject({ ok: false, error: { code: "encoderCrashed" } });
  }
  expect((await inspector.inspect(good)).ok).toBe(true);
  const deaths = vi.mocked(respawnDelayMs).mock.calls.map(([deathsInARow]) => deathsInARow);
  expect(deaths).toHaveLength(12);
  expect(Math.max(...deaths)).toBe(2);
});
