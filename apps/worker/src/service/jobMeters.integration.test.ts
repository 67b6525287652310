import { setImmediate } from "node:timers/promises";
import { jobReportSchema } from "@pixelmill/core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer, uploadAndEnd } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

let server: TestServer;
const sample = (usedBytes: number) => server.engine.recorder.memorySampled({ atMs: Date.now(), usedBytes, budgetBytes: 1000 });

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

async function reportOf(jobId: string) {
  const report = await server.service.jobReport("local", jobId);
  if (!report.ok) throw new Error(report.error.message);
  return jobReportSchema.parse(report.value);
}

it("a job is measured while a task of it is at work, in one piece however often it rests, and no more once it has ended", async () => {
  const jobId = await createJob(server);
  for (const used of [1, 2, 3]) {
    const taskId = newId();
    await server.send(`/api/v1/jobs/${jobId}/files/${taskId}?path=a.jpg`, { method: "PUT", body: "wait for me" });
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    sample(used);
    await server.engine.endWaiting();
    // At rest.
    sample(99);
  }
  expect((await reportOf(jobId)).pools).toMatchObject([{ memoryBytes: { count: 3, max: 3 } }]);
  await server.service.sealJob("local", jobId);
  sample(99);
  const { job, pools } = await reportOf(jobId);
  expect(job.state).toBe("finished");
  expect(pools).toMatchObject([{ memoryBytes: { count: 3, max: 3 } }]);
});

it("of two jobs at work each hears the same pool", async () => {
  const [one, two] = [await createJob(server), await createJob(server)];
  for (const jobId of [one, two])
    await server.send(`/api/v1/jobs/${jobId}/files/${newId()}?path=a.jpg`, { method: "PUT", body: "wait" });
  await vi.waitFor(() => expect(server.engine.waiting).toBe(2));
  server.engine.recorder.encoderSpawned(100);
  for (const jobId of [one, two]) expect((await reportOf(jobId)).pools).toMatchObject([{ spawnMs: { count: 1 } }]);
  await server.engine.endWaiting();
});

it.each(["cancelJob", "deleteJob"] as const)("a job at rest is measured no more after %s", async (end) => {
  const jobId = await createJob(server);
  await uploadAndEnd(server, jobId, "a.jpg", "optimize me");
  const stored = vi.spyOn(server.store, "putPoolMetrics");
  await server.service[end]("local", jobId);
  await Promise.all(stored.mock.results.map(({ value }) => value));
  await setImmediate();
  stored.mockClear();
  // Stores what was measured for every job that is still measured.
  await server.service.stop(0);
  expect(stored).not.toHaveBeenCalled();
});

it("another owner's report looks like none", async () => {
  const jobId = await createJob(server);
  await uploadAndEnd(server, jobId, "a.jpg", "optimize me");
  expect(await server.service.jobReport("other", jobId)).toMatchObject({ ok: false, error: { code: "notFound" } });
  expect((await reportOf(jobId)).tasks.ran).toBe(1);
});

it("a job of many files is deleted while others are answered, and what of it had not ended is given up", async () => {
  const jobId = await createJob(server);
  for (let index = 0; index < 3; index += 1)
    await server.send(`/api/v1/jobs/${jobId}/files/${newId()}?path=${index}.jpg`, { method: "PUT", body: "wait" });
  await vi.waitFor(() => expect(server.engine.waiting).toBe(3));
  expect(await server.service.deleteJob("local", jobId)).toMatchObject({ ok: true });
  expect(server.engine.cancelled).toHaveLength(3);
  expect(await Array.fromAsync(server.blobs.list(""))).toEqual([]);
});
