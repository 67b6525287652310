import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockDirectory } from "./directoryLock.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

const lock = async (path = directory.path) => {
  const result = await lockDirectory(path);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

it("refuses a directory that is held, with what to do", async () => {
  const held = await lock();
  const second = await lockDirectory(directory.path);
  expect(second).toMatchObject({
    ok: false,
    error: { code: "dataDirectoryInUse", message: expect.stringContaining("DATA_DIR") },
  });
  held.release();
});

it("gives the directory again once it is released, and minds no second release", async () => {
  const held = await lock();
  held.release();
  held.release();
  (await lock()).release();
});

it("goes on holding where another was refused", async () => {
  const held = await lock();
  await lockDirectory(directory.path);
  expect((await lockDirectory(directory.path)).ok).toBe(false);
  held.release();
});

it("makes the directory where there is none", async () => {
  const below = join(directory.path, "not", "there");
  (await lock(below)).release();
  expect(existsSync(below)).toBe(true);
});

it("holds one directory and no other", async () => {
  const first = await lock(join(directory.path, "a"));
  const second = await lock(join(directory.path, "b"));
  first.release();
  second.release();
});

it.skipIf(process.platform === "win32")("makes it for this user alone", async () => {
  const fresh = join(directory.path, "fresh");
  const held = await lock(fresh);
  expect(statSync(fresh).mode & 0o777).toBe(0o700);
  held.release();
});

it.skipIf(process.platform !== "linux")("refuses a place where the system makes no directory", async () => {
  await expect(lockDirectory("/proc/pixelmill/data")).rejects.toThrow("ENOENT");
});
