import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSettings, type Id, type JobEstimate, type Settings, sampleSize, settingsSchema } from "@pixelmill/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer, taskEnded } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

const owner = "local";
const webp = settingsSchema.parse({ outputs: [{ format: "webp" }] });
const both = settingsSchema.parse({ outputs: [{ format: "webp" }, { format: "avif" }] });

let dataDir: string;
let server: TestServer;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-estimates-"));
  server = await startTestServer({}, dataDir);
});
afterEach(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

/** A draft with files of these contents, all of them inspected. */
async function draftOf(...contents: readonly string[]): Promise<{ readonly jobId: Id; readonly taskIds: readonly Id[] }> {
  const job = await server.service.createJob(owner, { settings: defaultSettings, priority: "normal", draft: true });
  if (!job.ok) throw new Error(job.error.message);
  const jobId = job.value.id;
  const taskIds = await Promise.all(contents.map((content) => put(jobId, content)));
  for (const taskId of taskIds) await vi.waitFor(async () => expect((await server.store.task(taskId))?.info).not.toBeNull());
  return { jobId, taskIds };
}

async function put(jobId: Id, body: string): Promise<Id> {
  const taskId = newId();
  await server.send(`/api/v1/jobs/${jobId}/files/${taskId}?path=${taskId}.jpg`, { method: "PUT", body });
  return taskId;
}

async function ask(jobId: Id, settings: Settings = webp): Promise<JobEstimate> {
  const estimate = await server.service.estimate(owner, { jobId, settings });
  if (!estimate.ok) throw new Error(estimate.error.message);
  return estimate.value;
}

/** The estimate once all of its sample is encoded. */
const whole = (jobId: Id, settings: Settings = webp): Promise<JobEstimate> =>
  vi.waitFor(async () => {
    const estimate = await ask(jobId, settings);
    expect(estimate.encoded).toBe(estimate.wanted);
    expect(estimate.wanted).toBeGreaterThan(0);
    return estimate;
  }, 5000);

const start = (jobId: Id, settings = webp) => server.service.startJob(owner, { jobId, settings, sealed: true });
const finished = (jobId: Id) => vi.waitFor(async () => expect((await server.store.job(jobId))?.state).toBe("finished"));
const samples = () => readdir(join(dataDir, "samples"));
const numbered = (files: number) => Array.from({ length: files }, (_, at) => `optimize me, number ${at}`);

describe("an estimate", () => {
  it("is of what a few of the draft's files really come to, encoded behind everything else", async () => {
    const { jobId } = await draftOf(...numbered(30));
    const { files, sourceBytes, wanted, outputBytes, ms } = await whole(jobId);
    expect([files, wanted]).toEqual([30, sampleSize]);
    expect(server.engine.submitted).toHaveLength(sampleSize);
    expect(new Set(server.engine.submitted.map(({ priority }) => priority))).toEqual(new Set(["background"]));
    // The engine of these tests makes half of everything.
    expect(outputBytes?.least).toBeLessThan(sourceBytes * 0.52);
    expect(outputBytes?.most).toBeGreaterThan(sourceBytes * 0.5);
    expect(ms?.most).toBeGreaterThan(ms?.least ?? Number.POSITIVE_INFINITY);
  });

  it("ends no task and adds nothing to the job's sums", async () => {
    const { jobId, taskIds } = await draftOf(...numbered(3));
    await whole(jobId);
    expect(await server.store.totals(jobId)).toMatchObject({ outputs: 0, outputBytes: 0, states: { queued: taskIds.length } });
  });

  it("is exact in bytes where every file was encoded, all outputs together", async () => {
    const { jobId } = await draftOf("optimize 14 by", "keep me");
    const { outputBytes } = await whole(jobId, both);
    expect(outputBytes).toEqual({ least: 7 + 6 + 7 + 7, most: 7 + 6 + 7 + 7 });
  });

  it("counts a file that fails as one that stays as it is", async () => {
    const { jobId } = await draftOf("broken!!!!");
    expect((await whole(jobId)).outputBytes).toEqual({ least: 10, most: 10 });
  });

  it("takes in what comes later, and encodes nothing twice for it", async () => {
    const { jobId } = await draftOf(...numbered(4));
    await whole(jobId);
    const late = await put(jobId, "optimize me, who comes late");
    await vi.waitFor(async () => expect((await server.store.task(late))?.info).not.toBeNull());
    await vi.waitFor(async () => expect(await ask(jobId)).toMatchObject({ files: 5, encoded: 5, wanted: 5 }));
    expect(server.engine.submitted).toHaveLength(5);
  });

  it("leaves out what is no image, and what was cancelled", async () => {
    const { jobId, taskIds } = await draftOf(...numbered(3));
    await taskEnded(server, await put(jobId, "?"));
    expect((await whole(jobId)).files).toBe(3);
    await server.service.cancelTasks(owner, { jobId, taskIds: taskIds.slice(0, 1) });
    expect((await whole(jobId)).files).toBe(2);
  });

  it("of an empty draft says nothing", async () => {
    const { jobId } = await draftOf();
    expect(await ask(jobId)).toEqual({ files: 0, sourceBytes: 0, encoded: 0, wanted: 0, outputBytes: null, ms: null });
  });

  it("knows what was made before, and encodes nothing of it", async () => {
    await server.close();
    server = await startTestServer({ LEDGER: "on" }, dataDir);
    const first = await draftOf("optimize me");
    await start(first.jobId);
    await finished(first.jobId);
    const again = await draftOf("optimize me");
    expect(await whole(again.jobId)).toMatchObject({ outputBytes: { least: 6, most: 6 }, ms: { least: 0, most: 0 } });
    expect(server.engine.submitted).toHaveLength(1);
  });

  it("is of drafts alone, and of one's own", async () => {
    const open = await createJob(server);
    const { jobId } = await draftOf("optimize me");
    const request = (id: Id) => ({ jobId: id, settings: webp });
    expect(await server.service.estimate(owner, request(open))).toMatchObject({ error: { code: "jobStarted" } });
    expect(await server.service.estimate("stranger", request(jobId))).toMatchObject({ error: { code: "notFound" } });
  });
});

describe("what was encoded for an estimate", () => {
  it("is taken over by the job that is started with the same settings, and not encoded again", async () => {
    const { jobId, taskIds } = await draftOf("optimize me", "keep me");
    await whole(jobId, both);
    expect(server.engine.submitted).toHaveLength(2);
    await start(jobId, settingsSchema.parse({ ...both, names: "small-{name}{suffix}" }));
    await finished(jobId);
    expect(server.engine.submitted).toHaveLength(2);
    const tasks = await server.store.tasks(jobId, { offset: 0, limit: 9 });
    expect(tasks.map(({ outputs }) => outputs.map(({ result }) => result))).toMatchObject([
      [{ reused: true }, { reused: true }],
      [{ reused: true }, { reused: true }],
    ]);
    expect(await server.store.totals(jobId)).toMatchObject({ files: 2, known: 2, outputs: 4 });
    const [, path] = [tasks[0]?.outputs[0]?.key ?? "", tasks[0]?.outputs[0]?.path];
    expect(path).toMatch(/^small-/);
    const optimized = tasks.find(({ sourceBytes }) => sourceBytes === 11);
    const result = await server.send(`/api/v1/jobs/${jobId}/files/${optimized?.taskId}/result`);
    expect(result.body.toString()).toBe("optimi");
    expect(taskIds).toHaveLength(2);
    expect(await samples()).toEqual([]);
  });

  it("is deleted where the job is started with other settings", async () => {
    const { jobId } = await draftOf(...numbered(3));
    await whole(jobId);
    expect(await samples()).toHaveLength(3);
    await start(jobId, defaultSettings);
    await finished(jobId);
    expect(server.engine.submitted).toHaveLength(6);
    await vi.waitFor(async () => expect(await samples()).toEqual([]));
    expect(await server.store.totals(jobId)).toMatchObject({ known: 0, outputs: 3 });
  });

  it("is kept while somebody tries other settings, so that going back costs nothing", async () => {
    const { jobId } = await draftOf(...numbered(2));
    await whole(jobId, webp);
    await whole(jobId, both);
    await whole(jobId, webp);
    expect(server.engine.submitted).toHaveLength(4);
  });

  it("and waits when the job is started is encoded as the job's own", async () => {
    const { jobId, taskIds } = await draftOf("wait for me");
    await ask(jobId);
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    await start(jobId);
    await vi.waitFor(() => expect(server.engine.submitted.map(({ id }) => id)).toContain(taskIds[0]));
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    await server.engine.endWaiting();
    await finished(jobId);
    expect(server.engine.cancelled).toHaveLength(1);
    expect(await server.store.totals(jobId)).toMatchObject({ known: 0, outputs: 1 });
  });

  it("and waits is given up for other settings", async () => {
    const { jobId } = await draftOf("wait for me");
    await ask(jobId, webp);
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    await ask(jobId, both);
    expect(server.engine.cancelled).toHaveLength(1);
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    await server.engine.endWaiting();
    expect(await whole(jobId, both)).toMatchObject({ encoded: 1 });
  });

  it("goes with its draft, and with the service", async () => {
    const [deleted, left] = [await draftOf(...numbered(2)), await draftOf(...numbered(3))];
    await whole(deleted.jobId);
    await whole(left.jobId);
    expect(await samples()).toHaveLength(5);
    await server.service.deleteJob(owner, deleted.jobId);
    await vi.waitFor(async () => expect(await samples()).toHaveLength(3));
    await server.close();
    server = await startTestServer({}, dataDir);
    expect(await samples()).toEqual([]);
    expect(await whole(left.jobId)).toMatchObject({ files: 3, encoded: 3 });
  });
});
