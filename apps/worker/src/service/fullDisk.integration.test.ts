import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer, uploadAndEnd } from "../http/testing/testServer.ts";
import { SqliteJobStore } from "../store/sqliteJobStore.ts";
import { StorageFullError } from "../store/storageFull.ts";
import { failCommits } from "../store/testing/failCommits.ts";
import { aJob, aSource } from "../store/testing/samples.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

describe("a service on a full disk", () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await server.close();
  });

  it("reports what is stored, and stops in order", async () => {
    const jobId = await createJob(server);
    await uploadAndEnd(server, jobId, "a.jpg", "optimize me");
    failCommits();
    expect(await server.service.jobReport("local", jobId)).toMatchObject({ ok: true, value: { tasks: { ran: 1 } } });
    await expect(server.service.stop(0)).resolves.toBeUndefined();
  });

  it("refuses to try tasks again, changes nothing, and leaves no failure unhandled", async () => {
    const jobId = await createJob(server);
    const { taskId } = await uploadAndEnd(server, jobId, "a.jpg", "broken");
    expect(await server.service.sealJob("local", jobId)).toMatchObject({ value: { state: "finished" } });
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    failCommits();
    await expect(server.service.retryTasks("local", { jobId, taskIds: [taskId] })).rejects.toThrow(StorageFullError);
    await setImmediate();
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(await server.store.task(taskId)).toMatchObject({ state: "failed" });
    expect(await server.store.job(jobId)).toMatchObject({ state: "finished" });
  });

  it("keeps the files of a result that was stored while its job's end was not", async () => {
    const [jobId, taskId] = [await createJob(server), newId()];
    await server.send(`/api/v1/jobs/${jobId}/files/${taskId}?path=a.jpg`, { method: "PUT", body: "wait" });
    await server.service.sealJob("local", jobId);
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    vi.spyOn(server.store, "finishJob").mockRejectedValueOnce(new StorageFullError());
    await server.engine.endWaiting();
    expect(await server.store.task(taskId)).toMatchObject({ state: "optimized" });
    expect((await server.send(`/api/v1/jobs/${jobId}/files/${taskId}/result`)).body.toString()).toBe("wa");
    await expect.poll(async () => (await server.store.job(jobId))?.state, { timeout: 10_000 }).toBe("finished");
  });
});

it("a service starts on a full disk, and goes on with everything as soon as there is room", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "pixelmill-full-"));
  const store = new SqliteJobStore(join(dataDir, "jobs.db"));
  const [deleted, sealed] = [aJob(), aJob({ state: "sealed" })];
  for (const job of [deleted, sealed]) await store.createJob(job);
  await Promise.all(Array.from({ length: 501 }, () => store.receive(aSource(deleted.id))));
  for await (const _ of store.deleteJob(deleted.id)) break;
  await store.close();

  const full = failCommits();
  const server = await startTestServer({}, dataDir);
  expect(await server.store.deletedJobs()).toEqual([deleted.id]);
  expect(await server.store.job(sealed.id)).toMatchObject({ state: "sealed" });
  full.mockRestore();
  expect(await uploadAndEnd(server, await createJob(server), "a.jpg", "optimize me")).toMatchObject({ state: "optimized" });
  await expect.poll(() => server.store.deletedJobs(), { timeout: 10_000 }).toEqual([]);
  await expect.poll(async () => (await server.store.job(sealed.id))?.state, { timeout: 10_000 }).toBe("finished");
  await server.close();
  await rm(dataDir, { recursive: true });
});
