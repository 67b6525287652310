import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeDesk } from "../pool/desk.ts";
import { silentLog } from "../pool/log.ts";
import { noSandbox, openSandbox } from "../pool/sandbox/sandbox.ts";
import { openCaptive } from "../pool/sandbox/testing/captive.ts";
import { filesBelow } from "../pool/testing/filesBelow.ts";
import { warmEncoder } from "../pool/testing/warmEncoder.ts";
import { fillCompileCache } from "./compileCache.ts";

const sandbox = openSandbox();
const { state, missing } = sandbox.status;
if (state !== "full") console.warn(`Skipped: the compile cache of encoders in the sandbox (${missing.join("; ")}).`);

let directory: string;
let cache: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-cache-"));
  cache = join(directory, "cache");
  vi.stubEnv("NODE_COMPILE_CACHE", cache);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

const fill = (version: string, held = sandbox) =>
  fillCompileCache({
    desksDir: join(directory, "compile"),
    sandbox: held,
    behaviour: async () => version,
    directory: cache,
    log: silentLog,
  });

const filesOf = async (folder: string) => (await filesBelow(folder)).toSorted();

describe.skipIf(state !== "full")("in the sandbox", () => {
  it("what encoders run is compiled once for each version of it, and they read it without adding anything", async () => {
    await fill("one");
    const filled = await filesOf(cache);
    expect(filled.length).toBeGreaterThan(20);
    expect(await warmEncoder(directory, sandbox)).toEqual([]);
    expect(await filesOf(cache)).toEqual(filled);
    const some = filled.find((file) => !basename(file).startsWith("encoders-")) ?? "";
    await rm(some);
    await fill("one");
    expect(await filesOf(cache)).not.toContain(some);
    await fill("two");
    expect(await filesOf(cache)).toContain(some);
  });

  it("no encoder can change what the others run", async () => {
    await mkdir(cache);
    await writeFile(join(cache, "code"), "");
    const desk = await makeDesk(join(directory, "desk"), silentLog);
    const captive = openCaptive(sandbox, desk.directory);
    expect(await captive.codeOf("read", join(cache, "code"))).toBeNull();
    expect(await captive.codeOf("write", join(cache, "code"))).toBe("EACCES");
    expect(await captive.codeOf("write", join(cache, "new"))).toBe("EACCES");
    await captive.end();
  });

  it("where nothing can be kept encoders start all the same, and complain of nothing", async () => {
    await writeFile(cache, "a file where a folder should be");
    await fill("one");
    expect(await warmEncoder(directory, sandbox)).toEqual([]);
  });
});

it("without a sandbox nothing is filled: each encoder does it", async () => {
  await mkdir(cache);
  await fill("one", noSandbox([]));
  expect(await filesBelow(cache)).toEqual([]);
});
