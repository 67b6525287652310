import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

const owner = "local";
let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

async function waitingTask(jobId: string): Promise<string> {
  const taskId = newId();
  await server.send(`/api/v1/jobs/${jobId}/files/${taskId}?path=a.jpg`, { method: "PUT", body: "wait for me" });
  await vi.waitFor(() => expect(server.engine.waiting).toBeGreaterThan(0));
  return taskId;
}

it("a job's priority is stored, then told to the engine, and the job's view has it", async () => {
  const jobId = await createJob(server);
  const changed = await server.service.setPriority(owner, { jobId, priority: "background" });
  expect(changed).toMatchObject({ ok: true, value: { id: jobId, priority: "background" } });
  expect(server.engine.urgency).toEqual([["setPriority", jobId, "background"]]);
  expect(await server.service.job(owner, jobId)).toMatchObject({ value: { priority: "background" } });
});

it("files that come after a change are submitted with it", async () => {
  const jobId = await createJob(server);
  await server.service.setPriority(owner, { jobId, priority: "interactive" });
  await server.service.moveJobToTop(owner, jobId);
  await waitingTask(jobId);
  expect(server.engine.submitted).toMatchObject([{ jobId, priority: "interactive", toppedAt: expect.any(Number) }]);
});

it("a job is moved to the top once, and an ended one not at all", async () => {
  const jobId = await createJob(server);
  const moved = await server.service.moveJobToTop(owner, jobId);
  const again = await server.service.moveJobToTop(owner, jobId);
  expect(moved).toMatchObject({ ok: true, value: { toppedAt: expect.any(Number) } });
  expect(again).toEqual(moved);
  await server.service.cancelJob(owner, jobId);
  expect(await server.service.moveJobToTop(owner, jobId)).toMatchObject({ ok: true, value: { toppedAt: null } });
});

it("of the given tasks the engine is told of those that the job has at work", async () => {
  const [jobId, otherId] = [await createJob(server), await createJob(server)];
  const [taskId, foreign] = [await waitingTask(jobId), await waitingTask(otherId)];
  const moved = await server.service.moveTasksToTop(owner, { jobId, taskIds: [newId(), foreign, taskId] });
  expect(moved.ok).toBe(true);
  expect(server.engine.urgency).toEqual([["moveToTop", taskId]]);
});

it("another owner's job looks like none", async () => {
  const jobId = await createJob(server);
  for (const answer of [
    await server.service.setPriority("other", { jobId, priority: "normal" }),
    await server.service.moveJobToTop("other", jobId),
    await server.service.moveTasksToTop("other", { jobId, taskIds: [] }),
  ])
    expect(answer).toMatchObject({ ok: false, error: { code: "notFound" } });
  expect(server.engine.urgency).toEqual([]);
});
