import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { usualLimits } from "../testing/limits.ts";
import { createInspector, type Inspector, type InspectorOptions } from "./inspector.ts";
import { silentLog } from "./log.ts";
import { noise } from "./testing/images.ts";
import { survivors } from "./testing/processes.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Of POSIX: a file that is opened and never gives a byte. */
const makeFifo = "mkfifo";

let directory: string;
let inspector: Inspector;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-inspector-"));
});

afterEach(async () => {
  await inspector.stop();
  await rm(directory, { recursive: true, force: true });
});

async function start(options: Partial<InspectorOptions> = {}): Promise<void> {
  const limits = { ...usualLimits, maxPixels: 1e6, maxFrames: 10 };
  inspector = createInspector({ desksDir: join(directory, "desks"), limits, log: silentLog, ...options });
  await inspector.start();
}

async function file(name: string, bytes: Uint8Array | string): Promise<string> {
  await writeFile(join(directory, name), bytes);
  return join(directory, name);
}

test("of 200 files inspected at once the invalid one fails alone", async () => {
  await start();
  const { bytes, info } = await noise(40, 30, "jpeg");
  const files = await Promise.all(
    Array.from({ length: 200 }, (_, index) => file(`${index}.jpg`, index === 117 ? "no image at all" : bytes)),
  );
  const results = await Promise.all(files.map((each) => inspector.inspect(each)));
  const failed = results.flatMap((result, index) => (result.ok ? [] : [[index, result.error.code]]));
  expect(failed).toEqual([[117, "unsupportedFormat"]]);
  for (const result of results) if (result.ok) expect(result.value).toEqual(info);
  await vi.waitFor(async () => expect(await readdir(join(directory, "desks", "inspector-1", "in"))).toEqual([]));
});

test("a file that is not there fails alone", async () => {
  await start();
  const { bytes } = await noise(40, 30, "png");
  const [gone, there] = await Promise.all([
    inspector.inspect(join(directory, "none")),
    inspector.inspect(await file("a", bytes)),
  ]);
  expect(gone).toMatchObject({ ok: false, error: { code: "sourceUnreadable" } });
  expect(there.ok).toBe(true);
});

test("an encoder killed in the middle is replaced, and no file is lost", async () => {
  await start();
  const { bytes } = await noise(400, 300, "png");
  const files = await Promise.all(Array.from({ length: 50 }, (_, index) => file(String(index), bytes)));
  const results = files.map((each) => inspector.inspect(each));
  const [pid = 0] = inspector.pids();
  process.kill(pid, "SIGKILL");
  expect((await Promise.all(results)).map(({ ok }) => ok)).toEqual(files.map(() => true));
  expect(inspector.pids()).not.toContain(pid);
});

test.skipIf(process.platform === "win32")(
  "a file whose reading never ends fails past its deadline; those beside it come through",
  async () => {
    await start({ deadlineMs: 500 });
    const { bytes } = await noise(40, 30, "jpeg");
    const endless = join(directory, "endless");
    execFileSync(makeFifo, [endless]);
    const files = await Promise.all(Array.from({ length: 20 }, (_, index) => file(String(index), bytes)));
    const [hung, ...others] = await Promise.all([endless, ...files].map((each) => inspector.inspect(each)));
    expect(hung).toMatchObject({ ok: false, error: { code: "deadlineExceeded" } });
    expect(others.every(({ ok }) => ok)).toBe(true);
  },
);

test("stopping fails what is under way and leaves no process", async () => {
  await start();
  const { bytes } = await noise(40, 30, "jpeg");
  const source = await file("a", bytes);
  const pids = inspector.pids();
  const pending = Array.from({ length: 30 }, () => inspector.inspect(source));
  await inspector.stop();
  const results = await Promise.all(pending);
  expect(results.filter((result) => !result.ok && result.error.code !== "unavailable")).toEqual([]);
  expect(await inspector.inspect(source)).toMatchObject({ ok: false, error: { code: "unavailable" } });
  expect(await survivors(pids)).toEqual([]);
});
