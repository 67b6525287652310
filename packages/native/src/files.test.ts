import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import * as files from "./files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pixelmill-files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("a file is written, sized, read in part, renamed and removed", async () => {
  const [first, second] = [join(folder, "a.bin"), join(folder, "b.bin")];
  await files.writeFile(first, "0123456789");
  expect(await files.fileSize(first)).toBe(10);
  expect(await buffer(files.createReadStream(first, { start: 2, end: 4 }))).toEqual(Buffer.from("234"));
  await files.rename(first, second);
  expect([await files.fileExists(first), await files.fileExists(second)]).toEqual([false, true]);
  await files.removeFile(second);
  await files.removeFile(second);
  expect(await files.fileExists(second)).toBe(false);
});

it("a write stream with wx refuses an existing file", async () => {
  const file = join(folder, "a.bin");
  await pipeline([Buffer.from("one")], files.createWriteStream(file));
  await expect(pipeline([Buffer.from("two")], files.createWriteStream(file, { flags: "wx" }))).rejects.toThrow("EEXIST");
  expect(await files.readFile(file)).toEqual(Buffer.from("one"));
});

it("a path of more than 260 characters works from folder to file", async () => {
  const deep = join(folder, "d".repeat(120), "e".repeat(120), "f".repeat(120));
  await files.mkdir(deep);
  await files.mkdir(deep);
  await files.writeFile(join(deep, "a.jpg"), "x");
  expect((await files.readFolder(deep)).map((entry) => entry.name)).toEqual(["a.jpg"]);
  expect([await files.folderExists(deep), await files.folderExists(join(deep, "a.jpg"))]).toEqual([true, false]);
});

it("what is not there is neither file nor folder, and stat says ENOENT", async () => {
  const nothing = join(folder, "nothing");
  expect([await files.fileExists(nothing), await files.folderExists(nothing)]).toEqual([false, false]);
  await expect(files.stat(nothing)).rejects.toMatchObject({ code: "ENOENT" });
});

it.each([
  ["a/Photo.JPG", ".jpg"],
  ["a.b/c", ""],
  [".profile", ""],
  ["x.tar.gz", ".gz"],
])("the extension of %j is %j", (path, expected) => expect(files.extension(path)).toBe(expected));

it("folders are made with those above, whoever else makes them at the same moment", async () => {
  const deep = join(folder, "a", "b", "c");
  await Promise.all(Array.from({ length: 20 }, () => files.mkdir(deep)));
  expect(await files.folderExists(deep)).toBe(true);
});

it("a folder is not made over or below a file", async () => {
  const file = join(folder, "file");
  await files.writeFile(file, "x");
  await expect(files.mkdir(file)).rejects.toThrow("EEXIST");
  await expect(files.mkdir(join(file, "below", "it"))).rejects.toThrow("ENOTDIR");
});

it.skipIf(process.platform !== "linux")("a folder that the system makes nothing in is refused, not tried for ever", async () => {
  await expect(files.mkdir("/proc/pixelmill/a")).rejects.toThrow("ENOENT");
});
