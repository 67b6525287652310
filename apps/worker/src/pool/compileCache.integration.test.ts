import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeDesk } from "./desk.ts";
import { forkEncoder } from "./encoderProcess.ts";
import { silentLog } from "./log.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-cache-"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

/** Forks an encoder and ends it, by a kill as most are, as soon as it is ready. Gives what it wrote to its standard error. */
async function warmOnce(): Promise<readonly string[]> {
  const said: string[] = [];
  const desk = await makeDesk(join(directory, "desk"), silentLog);
  const ready = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const encoder = forkEncoder({
    desk: desk.directory,
    inFlight: 1,
    log: { ...silentLog, warn: (facts: object) => void said.push(JSON.stringify(facts)) },
    onMessage: ({ type }) => type === "ready" && ready.resolve(),
    onGone: () => {
      ready.reject(new Error(`it was not ready: ${said.join("\n")}`));
      gone.resolve();
    },
  });
  await ready.promise;
  encoder.kill();
  await gone.promise;
  await desk.remove();
  return said;
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);

it("what an encoder compiled is kept before it is ready, and the next one adds nothing", async () => {
  const cache = join(directory, "cache");
  vi.stubEnv("NODE_COMPILE_CACHE", cache);
  await warmOnce();
  const kept = await filesIn(cache);
  expect(kept.length).toBeGreaterThan(0);
  await warmOnce();
  expect((await filesIn(cache)).toSorted()).toEqual(kept.toSorted());
});

it("where nothing can be kept an encoder is ready all the same, and complains of nothing", async () => {
  const cache = join(directory, "cache");
  await writeFile(cache, "a file where a folder should be");
  vi.stubEnv("NODE_COMPILE_CACHE", cache);
  expect(await warmOnce()).toEqual([]);
});
