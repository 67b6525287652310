import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSettings, type Id, settingsSchema } from "@pixelmill/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newId, startTestServer, type TestServer, taskEnded } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

const owner = "local";
const webp = settingsSchema.parse({ outputs: [{ format: "webp" }] });

let dataDir: string;
let server: TestServer;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-drafts-"));
  server = await startTestServer({}, dataDir);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
  await rm(dataDir, { recursive: true });
});

async function newDraft(): Promise<Id> {
  const job = await server.service.createJob(owner, { settings: defaultSettings, priority: "normal", draft: true });
  if (!job.ok) throw new Error(job.error.message);
  return job.value.id;
}

async function put(jobId: Id, body: string): Promise<Id> {
  const taskId = newId();
  const answer = await server.send(`/api/v1/jobs/${jobId}/files/${taskId}?path=${taskId}.jpg`, { method: "PUT", body });
  expect(answer.status).toBe(201);
  return taskId;
}

const start = (jobId: Id, sealed = false, settings = webp) => server.service.startJob(owner, { jobId, settings, sealed });
const stateOf = async (taskId: Id) => (await server.store.task(taskId))?.state;
const inspected = (taskId: Id) => vi.waitFor(async () => expect((await server.store.task(taskId))?.info).not.toBeNull());
const jobState = async (jobId: Id) => (await server.store.job(jobId))?.state;

describe("a draft", () => {
  it("takes files and inspects them, says at once which are no images, and encodes nothing", async () => {
    const jobId = await newDraft();
    const [photo, text] = [await put(jobId, "optimize me"), await put(jobId, "?")];
    await inspected(photo);
    expect(await taskEnded(server, text)).toMatchObject({
      state: "failed",
      outputs: [{ result: { error: { code: "unsupportedFormat" } } }],
    });
    expect(await stateOf(photo)).toBe("queued");
    expect(server.engine.submitted).toEqual([]);
    expect(await server.service.job(owner, jobId)).toMatchObject({
      value: { state: "draft", finishedAt: null, expiresAt: null },
    });
  });

  it("is encoded from its start on, with the settings that this brings, files that come later too", async () => {
    const jobId = await newDraft();
    const early = await put(jobId, "optimize me");
    await inspected(early);
    expect(await start(jobId)).toMatchObject({ ok: true, value: { state: "open", settings: webp } });
    const late = await put(jobId, "optimize me as well");
    for (const taskId of [early, late])
      expect(await taskEnded(server, taskId)).toMatchObject({ outputs: [{ result: { output: { format: "webp" } } }] });
    await server.service.sealJob(owner, jobId);
    await vi.waitFor(async () => expect(await jobState(jobId)).toBe("finished"));
  });

  it("that has all its files is sealed by its start, and ends by itself", async () => {
    const jobId = await newDraft();
    await put(jobId, "optimize me");
    expect(await start(jobId, true)).toMatchObject({ ok: true });
    await vi.waitFor(async () => expect(await jobState(jobId)).toBe("finished"));
    expect(await server.service.admitUpload(owner, { jobId, taskId: newId(), path: "a" }, 1)).toMatchObject({
      error: { code: "jobSealed" },
    });
  });

  it("is started once, however often it is asked for", async () => {
    const jobId = await newDraft();
    const waiting = await put(jobId, "wait");
    const answers = await Promise.all([start(jobId, true), start(jobId, true, defaultSettings), start(jobId, true)]);
    expect(answers).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    expect(server.engine.submitted.map(({ id, settings }) => [id, settings])).toEqual([[waiting, webp]]);
    await server.engine.endWaiting();
    expect(await jobState(jobId)).toBe("finished");
    expect(await start(jobId)).toMatchObject({ value: { state: "finished" } });
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])("loses no file that comes in while it is started (%i turns later)", async (turns) => {
    const jobId = await newDraft();
    const early = await Promise.all([put(jobId, "optimize me"), put(jobId, "optimize you")]);
    const sending = [put(jobId, "optimize this"), put(jobId, "optimize that")];
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await start(jobId);
    for (const taskId of [...early, ...(await Promise.all(sending))])
      expect((await taskEnded(server, taskId)).state).toBe("optimized");
    expect(server.engine.submitted).toHaveLength(4);
    expect(server.errors).toEqual([]);
  });

  it("with a file that failed is one whose every output did, however many are asked for", async () => {
    const jobId = await newDraft();
    const text = await put(jobId, "?");
    await taskEnded(server, text);
    await start(jobId, true, settingsSchema.parse({ outputs: [{ format: "webp" }, { format: "avif" }] }));
    await vi.waitFor(async () => expect(await jobState(jobId)).toBe("finished"));
    expect((await server.store.task(text))?.outputs.map(({ result }) => result.status)).toEqual(["failed", "failed"]);
  });

  it("of which a file is tried again only inspects it", async () => {
    const jobId = await newDraft();
    const photo = await put(jobId, "optimize me");
    await inspected(photo);
    await server.service.cancelTasks(owner, { jobId, taskIds: [photo] });
    expect(await stateOf(photo)).toBe("cancelled");
    await server.service.retryTasks(owner, { jobId, taskIds: [photo] });
    expect([await stateOf(photo), await jobState(jobId)]).toEqual(["queued", "draft"]);
    await start(jobId, true);
    await vi.waitFor(async () => expect(await stateOf(photo)).toBe("optimized"));
  });

  it("is still one after a restart, which inspects what was not yet, and can be started then", async () => {
    const jobId = await newDraft();
    const seen = await put(jobId, "optimize me");
    await inspected(seen);
    const cut = newId();
    const sourceKey = `sources/${cut}`;
    await server.blobs.put(sourceKey, [Buffer.from("optimize me later")] as unknown as AsyncIterable<Uint8Array>);
    await server.store.receive({ taskId: cut, jobId, path: "cut.jpg", sourceKey, sourceBytes: 17, sha256: "1".repeat(64) });
    await server.close();
    server = await startTestServer({}, dataDir);
    await inspected(cut);
    expect([await jobState(jobId), server.engine.submitted]).toEqual(["draft", []]);
    await start(jobId, true);
    for (const taskId of [seen, cut]) await vi.waitFor(async () => expect(await stateOf(taskId)).toBe("optimized"));
  });

  it("that is cancelled or deleted leaves nothing at work", async () => {
    const [cancelled, deleted] = [await newDraft(), await newDraft()];
    const task = await put(cancelled, "optimize me");
    await put(deleted, "optimize me too");
    expect(await server.service.cancelJob(owner, cancelled)).toMatchObject({ value: { state: "cancelled" } });
    expect(await stateOf(task)).toBe("cancelled");
    await server.service.deleteJob(owner, deleted);
    expect(await start(deleted)).toMatchObject({ error: { code: "notFound" } });
    expect(await start(cancelled)).toMatchObject({ value: { state: "cancelled" } });
    expect(server.engine.submitted).toEqual([]);
  });
});
