import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer, taskEnded } from "../http/testing/testServer.ts";
import { StorageFullError } from "../store/storageFull.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer({ MAX_FILE_SIZE: "1000", MAX_JOB_SIZE: "2000", MAX_FILES_PER_JOB: "3" });
});
afterEach(() => server.close());

const put = (jobId: string, taskId: string, body: string | Uint8Array | Readable, path = "a.jpg") =>
  server.send(`/api/v1/jobs/${jobId}/files/${taskId}?path=${encodeURIComponent(path)}`, { method: "PUT", body });

const sources = async () => (await Array.fromAsync(server.blobs.list("sources/"))).length;
const temporaryFiles = async () => (await readdir(join(server.dataDir, "blobs", "tmp"))).length;

describe("PUT of a file", () => {
  it("answers 201 with the task, whose bytes are stored", async () => {
    const jobId = await createJob(server);
    const taskId = newId();
    const answer = await put(jobId, taskId, "wait", "holiday/ä b.jpg");
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({ id: taskId, path: "holiday/ä b.jpg", state: "received", sourceBytes: 4 });
    const [key = ""] = await Array.fromAsync(server.blobs.list("sources/"));
    expect(Buffer.concat(await Array.fromAsync((await server.blobs.get(key)) ?? [])).toString()).toBe("wait");
  });

  it("answers a repeated upload with the task that is there, and reads its body to the end", async () => {
    const jobId = await createJob(server);
    const taskId = newId();
    await put(jobId, taskId, "wait");
    const again = await put(jobId, taskId, "x".repeat(900));
    expect(again.status).toBe(200);
    expect(again.json()).toMatchObject({ id: taskId, sourceBytes: 4 });
    expect(await sources()).toBe(1);
  });

  it("takes an empty body: the task fails as emptyFile", async () => {
    const jobId = await createJob(server);
    const taskId = newId();
    expect((await put(jobId, taskId, "")).status).toBe(201);
    const task = await taskEnded(server, taskId);
    expect(task.outputs[0]?.result).toMatchObject({ status: "failed", error: { code: "emptyFile" } });
  });

  it("refuses a file above the limit by its announced size", async () => {
    const answer = await put(await createJob(server), newId(), "x".repeat(1001));
    expect([answer.status, answer.code()]).toEqual([413, "fileTooLarge"]);
    expect(answer.json()).toMatchObject({ error: { retryable: false } });
    expect(await sources()).toBe(0);
  });

  it("refuses a file above the limit while it streams in, and keeps nothing of it", async () => {
    const endless = Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(100)));
    const answer = await put(await createJob(server), newId(), endless);
    expect([answer.status, answer.code()]).toEqual([413, "fileTooLarge"]);
    expect([await sources(), await temporaryFiles()]).toEqual([0, 0]);
  });

  it("names the job's limit where the job has less room than one file may take", async () => {
    const jobId = await createJob(server);
    await put(jobId, newId(), "x".repeat(1000));
    await put(jobId, newId(), "x".repeat(900));
    const streamed = await put(jobId, newId(), Readable.from([Buffer.alloc(101)]));
    expect([streamed.status, streamed.code()]).toEqual([413, "jobTooLarge"]);
  });

  it("refuses more files than a job may have", async () => {
    const jobId = await createJob(server);
    for (const content of ["a", "b", "c"]) expect((await put(jobId, newId(), content)).status).toBe(201);
    expect((await put(jobId, newId(), "d")).code()).toBe("tooManyFiles");
  });

  it.each([
    ["files", 3, "x", "tooManyFiles"],
    ["bytes", 2, "x".repeat(900), "jobTooLarge"],
  ])("keeps to the limit of %s where all were admitted before one of them was here", async (_, taken, content, code) => {
    const jobId = await createJob(server);
    const bodies = Array.from({ length: 6 }, () => new PassThrough());
    const answers = Promise.all(bodies.map((body) => put(jobId, newId(), body)));
    // On its way is what has a temporary file: its first byte has come.
    for (const body of bodies) body.write(content.slice(1));
    for (const body of bodies) body.write("x");
    await vi.waitFor(async () => expect(await temporaryFiles()).toBe(6));
    for (const body of bodies) body.end();
    const refused = (await answers).filter(({ status }) => status !== 201);
    expect(refused.map((answer) => [answer.status, answer.code()])).toEqual(Array(6 - taken).fill([413, code]));
    expect([await sources(), await temporaryFiles()]).toEqual([taken, 0]);
    expect((await server.store.totals(jobId)).files).toBe(taken);
  });

  it("refuses a file for a job that takes no more", async () => {
    const jobId = await createJob(server);
    await server.service.sealJob("local", jobId);
    const answer = await put(jobId, newId(), "x");
    expect([answer.status, answer.code()]).toEqual([409, "jobSealed"]);
    expect(await sources()).toBe(0);
  });

  it("answers for a foreign job as for an unknown one", async () => {
    const foreign = await put(await createJob(server, {}, "someone else"), newId(), "x");
    const unknown = await put(newId(), newId(), "x");
    expect([foreign.status, foreign.body.toString()]).toEqual([404, unknown.body.toString()]);
  });

  it("takes a path as data: nothing is written outside of the blob store", async () => {
    const jobId = await createJob(server);
    const before = await readdir(server.dataDir, { recursive: true });
    for (const path of ["../../../escaped.jpg", "/etc/escaped.jpg", "C:\\escaped.jpg"]) {
      expect((await put(jobId, newId(), "wait", path)).status).toBe(201);
    }
    const after = await readdir(server.dataDir, { recursive: true });
    const added = after.filter((name) => !before.includes(name));
    expect(added).toHaveLength(3);
    for (const name of added) expect(name).toMatch(/^blobs[\\/][0-9a-f]{2}[\\/]_sources\.[0-9a-f]{32}$/);
  });

  it.each([
    ["no path", "/files/0123456789abcdef0123456789abcdef"],
    ["an empty path", "/files/0123456789abcdef0123456789abcdef?path="],
    ["a task id that is none", "/files/nonsense?path=a.jpg"],
    ["a task id that climbs", "/files/..%2f..%2f..%2fetc?path=a.jpg"],
    ["a task id in upper case", "/files/0123456789ABCDEF0123456789ABCDEF?path=a.jpg"],
  ])("refuses %s as invalidRequest", async (_, rest) => {
    const answer = await server.send(`/api/v1/jobs/${await createJob(server)}${rest}`, { method: "PUT", body: "x" });
    expect([answer.status, answer.code()]).toEqual([400, "invalidRequest"]);
  });

  it("refuses a path longer than the limit", async () => {
    const answer = await put(await createJob(server), newId(), "x", "é".repeat(4097));
    expect([answer.status, answer.code()]).toEqual([422, "pathTooLong"]);
  });

  it("takes a path as long as the limit, three bytes a character", async () => {
    const answer = await put(await createJob(server), newId(), "wait", "画".repeat(4096));
    expect(answer.status).toBe(201);
  });

  it("keeps nothing of an upload whose sender leaves in the middle, and takes it again", async () => {
    const jobId = await createJob(server);
    const taskId = newId();
    await abortMidway(jobId, taskId);
    await vi.waitFor(async () => expect(await temporaryFiles()).toBe(0));
    expect(await sources()).toBe(0);
    expect((await put(jobId, taskId, "wait")).status).toBe(201);
    expect(server.errors).toEqual([]);
  });

  it("answers storageFull where the disk has no room", async () => {
    const full = await startTestServer({ DISK_RESERVE: "9000T" });
    try {
      const answer = await full.send(`/api/v1/jobs/${await createJob(full)}/files/${newId()}?path=a`, {
        method: "PUT",
        body: "x",
      });
      expect([answer.status, answer.code()]).toEqual([507, "storageFull"]);
    } finally {
      await full.close();
    }
  });

  it("answers storageFull where the disk fills up while the bytes come in", async () => {
    vi.spyOn(server.blobs, "put").mockRejectedValue(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));
    const answer = await put(await createJob(server), newId(), "x");
    expect([answer.status, answer.code()]).toEqual([507, "storageFull"]);
    expect(answer.json()).toMatchObject({ error: { retryable: true } });
  });

  it("answers storageFull where the job store has no room, and takes the bytes away again", async () => {
    vi.spyOn(server.service, "receiveUpload").mockRejectedValue(new StorageFullError("full"));
    expect((await put(await createJob(server), newId(), "x")).code()).toBe("storageFull");
    expect(await sources()).toBe(0);
  });

  it("takes the stored bytes away again where the job is gone by then", async () => {
    const jobId = await createJob(server);
    const store = server.blobs.put.bind(server.blobs);
    vi.spyOn(server.blobs, "put").mockImplementation(async (key, bytes) => {
      const stored = await store(key, bytes);
      await server.service.deleteJob("local", jobId);
      return stored;
    });
    expect((await put(jobId, newId(), "x")).code()).toBe("notFound");
    expect(await sources()).toBe(0);
  });
});

async function abortMidway(jobId: string, taskId: string): Promise<void> {
  const outgoing = request({
    port: server.port,
    host: "127.0.0.1",
    method: "PUT",
    path: `/api/v1/jobs/${jobId}/files/${taskId}?path=a.jpg`,
    headers: { "Content-Length": 900 },
  });
  outgoing.on("error", () => {});
  outgoing.write(Buffer.alloc(400));
  await vi.waitFor(async () => expect(await temporaryFiles()).toBe(1));
  outgoing.destroy();
  await new Promise((resolve) => outgoing.once("close", resolve));
}
