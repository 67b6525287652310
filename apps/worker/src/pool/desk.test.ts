import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { directoryOnOtherFileSystem } from "../testing/otherFileSystem.ts";
import { clearDesks, type Desk, makeDesk } from "./desk.ts";
import { silentLog } from "./log.ts";

let directory: string;
let desk: Desk;
const laid = () => join(directory, "desk", "in", "name");

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-desk-"));
  desk = await makeDesk(join(directory, "desk"), silentLog);
});

afterEach(() => rm(directory, { recursive: true, force: true }));

test("a source is laid as a second name of the same file, and lifting takes only that name", async () => {
  const source = join(directory, "source");
  await writeFile(source, "bytes");
  expect(await desk.lay("name", source)).toBeNull();
  expect((await stat(laid())).ino).toBe((await stat(source)).ino);
  await desk.lift("name");
  await desk.lift("name");
  expect(await readFile(source, "utf8")).toBe("bytes");
});

test("a source on another file system is copied", async ({ skip }) => {
  const elsewhere = await directoryOnOtherFileSystem(directory);
  if (elsewhere === null) return skip("this machine has no second file system to write to");
  await writeFile(join(elsewhere, "source"), "bytes");
  expect(await desk.lay("name", join(elsewhere, "source"))).toBeNull();
  expect(await readFile(laid(), "utf8")).toBe("bytes");
  await rm(elsewhere, { recursive: true });
});

test("what can't be laid gives a failure without its path", async () => {
  const missing = await desk.lay("name", join(directory, "missing"));
  expect(missing).toMatchObject({ code: "sourceUnreadable", message: "The file cannot be read: it is no longer there" });
  await mkdir(join(directory, "folder"));
  const folder = await desk.lay("name", join(directory, "folder"));
  expect(folder?.message).not.toContain(directory);
});

test.skipIf(process.platform === "win32")("a desk is closed to other users", async () => {
  for (const path of ["desk", "desk/in", "desk/out"]) {
    expect((await stat(join(directory, path))).mode & 0o777).toBe(0o700);
  }
});

test("clearing desks makes the directory and empties it", async () => {
  await clearDesks(directory);
  await expect(stat(join(directory, "desk"))).rejects.toThrow("ENOENT");
  await chmod(directory, 0o700);
  await clearDesks(join(directory, "new", "deep"));
  expect((await stat(join(directory, "new", "deep"))).isDirectory()).toBe(true);
});
