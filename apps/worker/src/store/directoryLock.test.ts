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

const lock = (path = directory.path) => {
  const result = lockDirectory(path);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

it("refuses a directory that is held, with what to do", () => {
  const held = lock();
  const second = lockDirectory(directory.path);
  expect(second).toMatchObject({
    ok: false,
    error: { code: "dataDirectoryInUse", message: expect.stringContaining("DATA_DIR") },
  });
  held.release();
});

it("gives the directory again once it is released, and minds no second release", () => {
  const held = lock();
  held.release();
  held.release();
  lock().release();
});

it("goes on holding where another was refused", () => {
  const held = lock();
  lockDirectory(directory.path);
  expect(lockDirectory(directory.path).ok).toBe(false);
  held.release();
});

it("makes the directory where there is none", () => {
  const below = join(directory.path, "not", "there");
  lock(below).release();
  expect(existsSync(below)).toBe(true);
});

it("holds one directory and no other", () => {
  const first = lock(join(directory.path, "a"));
  const second = lock(join(directory.path, "b"));
  first.release();
  second.release();
});

it.skipIf(process.platform === "win32")("makes it for this user alone", () => {
  const fresh = join(directory.path, "fresh");
  const held = lock(fresh);
  expect(statSync(fresh).mode & 0o777).toBe(0o700);
  held.release();
});
