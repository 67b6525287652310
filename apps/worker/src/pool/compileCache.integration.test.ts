import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { noSandbox } from "./sandbox/sandbox.ts";
import { filesBelow } from "./testing/filesBelow.ts";
import { warmEncoder } from "./testing/warmEncoder.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-cache-"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

it("what an encoder compiled is kept before it is ready, and the next one adds nothing", async () => {
  const cache = join(directory, "cache");
  vi.stubEnv("NODE_COMPILE_CACHE", cache);
  await warmEncoder(directory, noSandbox([]));
  const kept = await filesBelow(cache);
  expect(kept.length).toBeGreaterThan(0);
  await warmEncoder(directory, noSandbox([]));
  expect((await filesBelow(cache)).toSorted()).toEqual(kept.toSorted());
});

it("where nothing can be kept an encoder is ready all the same, and complains of nothing", async () => {
  const cache = join(directory, "cache");
  await writeFile(cache, "a file where a folder should be");
  vi.stubEnv("NODE_COMPILE_CACHE", cache);
  expect(await warmEncoder(directory, noSandbox([]))).toEqual([]);
});
