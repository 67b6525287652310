import { readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer, taskEnded } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

/** What a test does in place of an fsync: lets it through, holds it, or fails it. */
type Fault = (opened: number, done: (error: NodeJS.ErrnoException | null) => void) => void;
const disk = vi.hoisted(() => ({ fsync: null as Fault | null, real: (() => {}) as Fault }));

vi.mock("node:fs", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:fs")>();
  disk.real = original.fsync;
  const fsync: Fault = (opened, done) => void (disk.fsync ?? disk.real)(opened, done);
  return { ...original, default: { ...original, fsync }, fsync };
});

let server: TestServer;
let jobId: string;
/** Whether the name that is open is a file or a folder of the blob store. */
const kindOf = async (opened: number): Promise<"bytes" | "directory"> =>
  /blobs\/[0-9a-f]{2}$/.test(await readlink(`/proc/self/fd/${opened}`)) ? "directory" : "bytes";

beforeEach(async () => {
  server = await startTestServer();
  jobId = await createJob(server);
});
afterEach(async () => {
  disk.fsync = null;
  vi.restoreAllMocks();
  await server.close();
});

const put = (taskId: string, body: string) =>
  server.send(`/api/v1/jobs/${jobId}/files/${taskId}?path=a.jpg`, { method: "PUT", body });

const filesOfBlobs = async (): Promise<string[]> => {
  const entries = await readdir(join(server.dataDir, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

/** Holds every fsync of that kind until it is let go; the others are made. */
function hold(kind: "bytes" | "directory") {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  disk.fsync = async (opened, done) => {
    if ((await kindOf(opened)) === kind) {
      held.resolve();
      await released.promise;
    }
    disk.real(opened, done);
  };
  return { held: held.promise, release: () => released.resolve() };
}

/** The fsyncs of that kind fail as those of a dying disk do. */
function failing(kind: "bytes" | "directory"): void {
  disk.fsync = async (opened, done) => {
    if ((await kindOf(opened)) === kind) done(Object.assign(new Error("EIO: i/o error, fsync"), { code: "EIO" }));
    else disk.real(opened, done);
  };
}

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 100));

describe.runIf(process.platform === "linux").each(["bytes", "directory"] as const)("before the fsync of its %s", (kind) => {
  it("a file is not received: no row says so, and no answer", async () => {
    const gate = hold(kind);
    const taskId = newId();
    let answered = false;
    const answer = put(taskId, "optimize me").finally(() => (answered = true));
    await gate.held;
    await aWhile();
    expect([await server.store.task(taskId), answered]).toEqual([null, false]);
    gate.release();
    expect((await answer).status).toBe(201);
    expect(await server.store.task(taskId)).not.toBeNull();
  });

  it("a result is not done: no row says so", async () => {
    const taskId = newId();
    await put(taskId, "wait");
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    const gate = hold(kind);
    const ending = server.engine.endWaiting();
    await gate.held;
    await aWhile();
    expect(await server.store.task(taskId)).toMatchObject({ state: "queued", outputs: [] });
    gate.release();
    await ending;
    expect(await server.store.task(taskId)).toMatchObject({ state: "optimized" });
  });
});

describe.runIf(process.platform === "linux").each(["bytes", "directory"] as const)("where the fsync of its %s fails", (kind) => {
  it("a file is refused, and nothing of it is left", async () => {
    failing(kind);
    const taskId = newId();
    expect((await put(taskId, "optimize me")).status).toBe(500);
    expect(await server.store.task(taskId)).toBeNull();
    expect(await filesOfBlobs()).toEqual([]);
  });

  it("a result is told as failed, and nothing of it is left", async () => {
    const taskId = newId();
    await put(taskId, "wait");
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    failing(kind);
    await server.engine.endWaiting();
    expect(await taskEnded(server, taskId)).toMatchObject({
      outputs: [{ result: { status: "failed", error: { code: "internal" } }, key: null }],
    });
    expect((await filesOfBlobs()).map((name) => name.split(".")[0])).toEqual(["_sources"]);
  });
});

it("every connection that commits waits for the disk: synchronous is FULL", async () => {
  const { exec } = DatabaseSync.prototype;
  const committing = new Set<DatabaseSync>();
  vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (this: DatabaseSync, sql: string) {
    exec.call(this, sql);
    if (sql === "COMMIT") committing.add(this);
  });
  const taskId = newId();
  await put(taskId, "optimize me");
  await taskEnded(server, taskId);
  // 2 is FULL. Source: sqlite.org/pragma.html#pragma_synchronous
  expect([...committing].map((database) => database.prepare("PRAGMA synchronous").get())).toEqual([{ synchronous: 2 }]);
});

describe("where the commit fails", () => {
  function failingCommits(): void {
    const { exec } = DatabaseSync.prototype;
    vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (this: DatabaseSync, sql: string) {
      if (sql === "COMMIT") throw Object.assign(new Error("disk I/O error"), { errcode: 10 });
      exec.call(this, sql);
    });
  }

  it("a file is not received, and its bytes are a leftover that the next start removes", async () => {
    const { dataDir } = server;
    failingCommits();
    const taskId = newId();
    expect((await put(taskId, "optimize me")).status).toBe(500);
    vi.restoreAllMocks();
    expect(await server.store.task(taskId)).toBeNull();
    // Whether it was committed is not known to whoever failed: the bytes stay until the store can say.
    expect(await filesOfBlobs()).toHaveLength(1);
    const again = await startTestServer({}, dataDir);
    expect(await filesOfBlobs()).toEqual([]);
    await again.close();
  });
});
