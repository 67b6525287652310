import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readOrCreateSecret } from "./secretFile.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "pixelmill-secret-"));
});
afterEach(() => rm(dir, { recursive: true }));

it("makes a secret once and keeps it, in a directory that is made for it", async () => {
  const file = join(dir, "data", "secret");
  const secret = await readOrCreateSecret(file, 16);
  expect(secret).toMatch(/^[0-9a-f]{32}$/);
  expect(await readOrCreateSecret(file, 16)).toBe(secret);
  expect((await readFile(file, "utf8")).trim()).toBe(secret);
});

it.skipIf(process.platform === "win32")("lets only its owner read the file", async () => {
  const file = join(dir, "secret");
  await readOrCreateSecret(file, 16);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it("replaces a secret that is cut off", async () => {
  const file = join(dir, "secret");
  await writeFile(file, "abc");
  expect(await readOrCreateSecret(file, 16)).toHaveLength(32);
});

it("fails where the file cannot be read, instead of making a new secret", async () => {
  await expect(readOrCreateSecret(dir, 16)).rejects.toThrow();
});
