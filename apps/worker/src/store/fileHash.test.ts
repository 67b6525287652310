import { hash, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { sha256OfFile } from "./fileHash.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

async function folder(): Promise<string> {
  const directory = await temporaryDirectory();
  onTestFinished(() => directory.remove());
  return directory.path;
}

it.each([0, 1, 512 * 1024, 512 * 1024 + 1, 3_000_000])("is the SHA-256 of all %d bytes of a file", async (size) => {
  const [file, bytes] = [join(await folder(), "a"), randomBytes(size)];
  await writeFile(file, bytes);
  expect(await sha256OfFile(file)).toBe(hash("sha256", bytes));
  expect(await sha256OfFile(file, { isCached: true })).toBe(hash("sha256", bytes));
});

it("rejects where there is no file, and for a folder", async () => {
  const path = join(await folder(), "a");
  await expect(sha256OfFile(path)).rejects.toThrow("ENOENT");
  await mkdir(path);
  await expect(sha256OfFile(path)).rejects.toThrow("Not a plain file.");
});
