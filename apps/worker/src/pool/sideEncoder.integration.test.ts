import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failure, settingsSchema } from "@pixelmill/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { anId } from "../store/testing/samples.ts";
import { silentLog } from "./log.ts";
import { openSandbox } from "./sandbox/sandbox.ts";
import { SideEncoder, type SideEncoderOptions } from "./sideEncoder.ts";
import { noise, slowSettings } from "./testing/images.ts";
import { survivors } from "./testing/processes.ts";

let directory: string;
let encoder: SideEncoder;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-side-"));
});

afterEach(async () => {
  await encoder.stop();
  await rm(directory, { recursive: true, force: true });
});

async function start(options: Partial<SideEncoderOptions> = {}): Promise<void> {
  encoder = new SideEncoder({ desksDir: join(directory, "desks"), sandbox: openSandbox(), log: silentLog, ...options });
  await encoder.prepare();
}

/** Runs a task that takes a moment, or many seconds. */
async function run(how: "quick" | "slow" = "quick", deadlineMs = 60_000) {
  const { bytes, info } = how === "quick" ? await noise(40, 30, "jpeg") : await noise(3000, 2000, "jpeg");
  const sourceFile = join(directory, anId());
  await writeFile(sourceFile, bytes);
  const settings = settingsSchema.parse({ outputs: [how === "quick" ? { format: "png" } : slowSettings] });
  const task = { taskId: anId(), info, settings, threads: 1 };
  return encoder.run({ task, sourceFile, deadlineMs }, async (file) => {
    await rename(file, `${sourceFile}-made`);
    return `${sourceFile}-made`;
  });
}

/** The process once it is there. */
const pid = () => vi.waitFor(() => encoder.pid ?? Promise.reject(new Error("no process")), 20_000);

test("there is a process only while there is something to do, and for a moment after it", async () => {
  await start({ restMs: 50 });
  expect(encoder.pid).toBeNull();
  expect((await run()).ok).toBe(true);
  await vi.waitFor(() => expect(encoder.pid).toBeNull(), 10_000);
  expect((await run()).ok).toBe(true);
});

test("a task that runs past its deadline is stopped, and the next one runs", async () => {
  await start();
  expect(await run("slow", 300)).toEqual({ ok: false, error: failure("deadlineExceeded", { seconds: 1 }) });
  expect((await run()).ok).toBe(true);
});

test("a process that dies is replaced once, then the task is given up", async () => {
  await start();
  const first = run("slow");
  const dead = [await pid()];
  process.kill(dead[0] ?? 0, "SIGKILL");
  dead.push(await vi.waitFor(() => (encoder.pid === dead[0] ? Promise.reject(new Error("still the first")) : pid()), 20_000));
  process.kill(dead[1] ?? 0, "SIGKILL");
  expect(await first).toEqual({ ok: false, error: failure("encoderCrashed") });
  expect((await run()).ok).toBe(true);
});

test("a task that is ended for its memory fails so", async () => {
  await start();
  const task = run("slow");
  await pid();
  const reason = failure("memoryOverrun", { budget: "1 GB" });
  encoder.kill(reason);
  expect(await task).toEqual({ ok: false, error: reason });
});

test("a source that is not there is refused", async () => {
  await start();
  const { info } = await noise(40, 30, "jpeg");
  const task = { taskId: anId(), info, settings: settingsSchema.parse({}), threads: 1 };
  const made = await encoder.run({ task, sourceFile: join(directory, "none"), deadlineMs: 1000 }, async () => {});
  expect(made).toMatchObject({ ok: false, error: { code: "sourceUnreadable" } });
});

test("stopped in the middle, the task fails and no process stays", async () => {
  await start();
  const task = run("slow");
  const before = await pid();
  await encoder.stop();
  expect(await task).toEqual({ ok: false, error: failure("unavailable") });
  expect(await survivors([before])).toEqual([]);
  expect(await run()).toEqual({ ok: false, error: failure("unavailable") });
});
