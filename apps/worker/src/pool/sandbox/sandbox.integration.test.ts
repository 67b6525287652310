import { once } from "node:events";
import { link, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Desk, makeDesk } from "../desk.ts";
import { silentLog } from "../log.ts";
import { noSandbox, openSandbox } from "./sandbox.ts";
import { type Captive, openCaptive } from "./testing/captive.ts";

const sandbox = openSandbox();
const { state, missing } = sandbox.status;
if (state !== "full") console.warn(`Skipped: what the sandbox denies, since it is not in force here (${missing.join("; ")}).`);

let directory: string;
let desk: Desk;
let otherDesk: Desk;
let servers: Server[];
let captive: Captive;
/** The same program started without a sandbox: what it can do is what is denied. */
let free: Captive;

const at = (name: string): string => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-sandbox-"));
  for (const name of ["jobs.db", "blob", "access-token"]) await writeFile(at(name), "not yours");
  [desk, otherDesk] = [await makeDesk(at("desk"), silentLog), await makeDesk(at("other"), silentLog)];
  await writeFile(join(otherDesk.directory, "in", "source"), "another's picture");
  await writeFile(at("source"), "a picture");
  await link(at("source"), join(desk.directory, "in", "source"));
  servers = [createServer().listen(0, "127.0.0.1"), createServer().listen(at("socket"))];
  await Promise.all(servers.map((server) => once(server, "listening")));
  captive = openCaptive(openSandbox("auto", { memoryLimitBytes: 1, maxPixels: 1 }), desk.directory);
  free = openCaptive(noSandbox([]), desk.directory);
});

afterAll(async () => {
  await Promise.all([captive.end(), free.end()]);
  for (const server of servers) server.close();
  await rm(directory, { recursive: true, force: true });
});

const port = (): string => {
  const address = servers[0]?.address();
  return String(typeof address === "object" ? address?.port : address);
};
const inDesk = (name: string): string => join(desk.directory, name);

/** What is denied, and how: Landlock says EACCES or EXDEV, seccomp EPERM. */
const denied = [
  ["read", "a file of the system", () => ["/etc/passwd"], "EACCES"],
  ["read", "the environment of its parent", () => [`/proc/${process.pid}/environ`], "EACCES"],
  ["read", "another encoder's desk", () => [join(otherDesk.directory, "in", "source")], "EACCES"],
  ["read", "the job store", () => [at("jobs.db")], "EACCES"],
  ["read", "a stored file", () => [at("blob")], "EACCES"],
  ["read", "the access token", () => [at("access-token")], "EACCES"],
  ["list", "the data directory", () => [directory], "EACCES"],
  ["write", "a new file elsewhere", () => [at("new")], "EACCES"],
  ["write", "the job store", () => [at("jobs.db")], "EACCES"],
  ["write", "the source it was given, which is the stored file itself", () => [inDesk("in/source")], "EACCES"],
  ["write", "beside its desk's folders", () => [inDesk("new")], "EACCES"],
  ["changeMode", "of a stored file", () => [at("blob")], "EPERM"],
  ["changeTimes", "of a stored file", () => [at("blob")], "EPERM"],
  ["shorten", "the source it was given", () => [inDesk("in/source")], "EACCES"],
  ["link", "its source to where it may write", () => [inDesk("in/source"), inDesk("out/linked")], "EXDEV"],
  ["symlink", "to the job store", () => [at("jobs.db"), inDesk("out/store")], "EACCES"],
  ["watch", "what others write", () => [directory], "EPERM"],
  ["remove", "the job store", () => [at("jobs.db")], "EACCES"],
  ["connectTcp", "to a server", () => [port()], "EPERM"],
  ["connectUnix", "to a server", () => [at("socket")], "EPERM"],
  ["makeSocket", "on its desk", () => [inDesk("out/socket")], "EPERM"],
  ["listen", "on a port", () => ["0"], "EPERM"],
  ["sendUdp", "to a port", () => ["9"], "EPERM"],
  ["spawn", "another Node", () => [process.execPath], "EPERM"],
  ["signal", "its parent", () => [String(process.pid)], "EPERM"],
  ["signal", "its process group, in which the parent is", () => ["0"], "EPERM"],
  ["signal", "another encoder", () => [String(free.pid)], "EPERM"],
] as const;

describe.skipIf(state !== "full")("a process started as an encoder is, without the sandbox and in it", () => {
  // The last attempts take away what others need.
  it.each(denied)("%s: %s", async (name, _, words, code) => {
    expect(await captive.codeOf(name, ...words())).toBe(code);
    expect(await free.codeOf(name, ...words())).toBeNull();
  });
});

describe.skipIf(state !== "full")("in the sandbox a process", () => {
  it("writes no file above the limit", async () => {
    expect(await captive.codeOf("writeLong", inDesk("out/long"), String(100e6))).toBe("EFBIG");
    expect((await stat(inDesk("out/long"))).size).toBeLessThanOrEqual(64e6 + 16);
    expect(await captive.codeOf("writeLong", inDesk("out/long"), String(50e6))).toBeNull();
  });

  it("gets no memory above the limit", async () => {
    expect(await captive.codeOf("grow", String(3e9))).not.toBeNull();
    expect(await captive.codeOf("grow", String(5e8))).toBeNull();
  });

  it("has its own environment only", async () => {
    const { said } = await captive.attempt("environment");
    expect(said?.split(",")).toEqual(
      expect.arrayContaining(["MALLOC_ARENA_MAX", "OPENSSL_CONF", "TMPDIR", "UV_THREADPOOL_SIZE", "VIPS_BLOCK_UNTRUSTED"]),
    );
    expect(said).not.toMatch(/SECRET|PATH|HOME/);
  });

  it("reads what it was given, writes and removes its own files, starts threads and signals itself", async () => {
    expect(await captive.codeOf("read", inDesk("in/source"))).toBeNull();
    expect(await captive.codeOf("write", inDesk("out/file"))).toBeNull();
    expect(await readFile(inDesk("out/file"), "utf8")).toBe("x");
    expect(await captive.codeOf("remove", inDesk("out/file"))).toBeNull();
    expect(await captive.codeOf("thread")).toBeNull();
    expect(await captive.codeOf("signal", String(captive.pid))).toBeNull();
    expect(captive.errors()).toBe("");
  });

  it("has the same id as the launcher that it was", async () => {
    const command = await readFile(`/proc/${captive.pid}/cmdline`, "utf8");
    expect(command.split("\0")[0]).toMatch(/node/);
    expect(command).toContain("hostile.ts");
  });
});
