import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Id, type SettingsInput, settingsSchema } from "@pixelmill/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configFromEnv } from "../config/config.ts";
import { type TestEngine, testEngineOf } from "../http/testing/testEngine.ts";
import { silentLog } from "../pool/log.ts";
import { LocalBlobStore } from "../store/localBlobStore.ts";
import { SqliteJobStore } from "../store/sqliteJobStore.ts";
import { StorageFullError } from "../store/storageFull.ts";
import { anId } from "../store/testing/samples.ts";
import { createService, type RunningService } from "./createService.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

const owner = "owner";
const [webp, two] = [settings("webp"), settings("webp", "avif")];

let dataDir: string;
let store: SqliteJobStore;
let blobs: LocalBlobStore;
let service: RunningService;
let engine: TestEngine;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-revisions-"));
  store = new SqliteJobStore(join(dataDir, "jobs.db"));
  blobs = await LocalBlobStore.open(join(dataDir, "blobs"));
  const config = configFromEnv({ DATA_DIR: dataDir, DISK_RESERVE: "0" });
  if (!config.ok) throw new Error(config.problems.join());
  service = createService({ config: config.config, store, blobs, log: silentLog });
  engine = testEngineOf(join(dataDir, "desks"));
  await service.start();
});

afterEach(async () => {
  await service.stop(0);
  await store.close();
  await rm(dataDir, { recursive: true });
});

function settings(...formats: ("webp" | "avif")[]) {
  return settingsSchema.parse({ outputs: formats.map((format) => ({ format })) } satisfies SettingsInput);
}

async function newJob(): Promise<Id> {
  const job = await service.createJob(owner, { settings: settings("avif"), priority: "normal" });
  if (!job.ok) throw new Error(job.error.message);
  return job.value.id;
}

/** The id of a new task whose bytes say what becomes of it. */
async function upload(jobId: Id, text: string, path = "a.jpg"): Promise<Id> {
  const [taskId, sourceKey] = [anId(), `sources/${anId()}`];
  const bytes = (async function* () {
    yield Buffer.from(text);
  })();
  const source = { sourceKey, sourceBytes: await blobs.put(sourceKey, bytes), sha256: "0".repeat(64) };
  expect((await service.receiveUpload(owner, { jobId, taskId, path }, source)).ok).toBe(true);
  return taskId;
}

const stateOf = async (taskId: Id) => (await store.task(taskId))?.state;
const pathsOf = async (taskId: Id) => (await store.task(taskId))?.outputs.map(({ path }) => path);
const jobState = async (jobId: Id) => (await store.job(jobId))?.state;
const filesOfResults = () => Array.fromAsync(blobs.list("results/"));

describe("other settings", () => {
  it("for a finished job make all of it again, and leave no file of before", async () => {
    const jobId = await newJob();
    const tasks = [await upload(jobId, "one"), await upload(jobId, "keep me", "b.jpg"), await upload(jobId, "?", "c.jpg")];
    await service.sealJob(owner, jobId);
    await expect.poll(() => jobState(jobId)).toBe("finished");
    const before = await filesOfResults();
    const revised = await service.reviseJob(owner, { jobId, settings: two });
    expect(revised).toMatchObject({ ok: true, value: { settings: two, revision: 1 } });
    await expect.poll(() => jobState(jobId)).toBe("finished");
    expect(await Promise.all(tasks.map(pathsOf))).toEqual([
      ["a.webp", "a.avif"],
      ["b.jpg", "b-2.jpg"],
      [null, null],
    ]);
    const after = await filesOfResults();
    expect(after).toHaveLength(2);
    expect(after.filter((key) => before.includes(key))).toEqual([]);
    expect((await service.job(owner, jobId)).ok && (await store.otherSettings(jobId))).toEqual([
      { revision: 0, settings: settings("avif") },
    ]);
  });

  it("for some files leave the others and the job's own as they are", async () => {
    const jobId = await newJob();
    const [chosen, other] = [await upload(jobId, "one"), await upload(jobId, "two", "b.jpg")];
    await service.sealJob(owner, jobId);
    await expect.poll(() => jobState(jobId)).toBe("finished");
    const foreign = await upload(await newJob(), "three");
    const revised = await service.reviseJob(owner, { jobId, settings: webp, taskIds: [chosen, foreign, anId()] });
    expect(revised).toMatchObject({
      ok: true,
      value: { settings: settings("avif"), otherSettings: [{ revision: 1, settings: webp }] },
    });
    await expect.poll(() => jobState(jobId)).toBe("finished");
    expect([await pathsOf(chosen), await pathsOf(other)]).toEqual([["a.webp"], ["b.avif"]]);
    expect(await store.task(foreign)).toMatchObject({ revision: 0 });
  });

  it("stop what is at work, and begin it again", async () => {
    const jobId = await newJob();
    const tasks = [await upload(jobId, "wait 1"), await upload(jobId, "wait 2", "b.jpg")];
    await expect.poll(() => engine.waiting).toBe(2);
    await service.reviseJob(owner, { jobId, settings: webp });
    await expect.poll(() => engine.submitted.length).toBe(4);
    expect(await Promise.all(tasks.map(stateOf))).toEqual(["queued", "queued"]);
    await expect.poll(() => engine.waiting).toBe(2);
    await engine.endWaiting();
    expect(await Promise.all(tasks.map(pathsOf))).toEqual([["a.webp"], ["b.webp"]]);
    expect(await filesOfResults()).toHaveLength(2);
  });

  it("refuse an end that was on its way under the earlier ones", async () => {
    const jobId = await newJob();
    const taskId = await upload(jobId, "wait");
    await expect.poll(() => engine.waiting).toBe(1);
    // Its encoder is done before it hears that it should stop.
    vi.spyOn(engine, "cancel").mockImplementationOnce(() => {});
    const [, revised] = await Promise.all([engine.endWaiting(), service.reviseJob(owner, { jobId, settings: webp })]);
    expect(revised.ok).toBe(true);
    await expect.poll(() => engine.waiting).toBe(1);
    await engine.endWaiting();
    expect(await pathsOf(taskId)).toEqual(["a.webp"]);
    expect(await filesOfResults()).toHaveLength(1);
  });

  it("do not bring back what is cancelled before it has stopped", async () => {
    const jobId = await newJob();
    const taskId = await upload(jobId, "wait");
    await expect.poll(() => engine.waiting).toBe(1);
    vi.spyOn(engine, "cancel").mockImplementation(() => {});
    await service.reviseJob(owner, { jobId, settings: two });
    await service.cancelTasks(owner, { jobId, taskIds: [taskId] });
    await engine.endWaiting();
    await expect.poll(() => stateOf(taskId)).toBe("cancelled");
    expect((await store.task(taskId))?.outputs).toHaveLength(2);
    expect(engine.submitted).toHaveLength(1);
  });

  it("begin a task anew that is just being inspected, once", async () => {
    const jobId = await newJob();
    const inspected = Promise.withResolvers<void>();
    const inspect = engine.inspect.bind(engine);
    vi.spyOn(engine, "inspect").mockImplementationOnce(async (file) => {
      await inspected.promise;
      return inspect(file);
    });
    const taskId = await upload(jobId, "one");
    await service.reviseJob(owner, { jobId, settings: webp });
    await expect.poll(() => stateOf(taskId)).toBe("optimized");
    inspected.resolve();
    await service.sealJob(owner, jobId);
    expect(await jobState(jobId)).toBe("finished");
    expect(await pathsOf(taskId)).toEqual(["a.webp"]);
    expect(engine.submitted).toHaveLength(1);
  });

  it("change nothing where the disk is full", async () => {
    const jobId = await newJob();
    const taskId = await upload(jobId, "wait");
    await expect.poll(() => engine.waiting).toBe(1);
    vi.spyOn(store, "rerun").mockRejectedValueOnce(new StorageFullError());
    await expect(service.reviseJob(owner, { jobId, settings: webp })).rejects.toThrow(StorageFullError);
    await engine.endWaiting();
    expect(await pathsOf(taskId)).toEqual(["a.avif"]);
  });

  it("of a job that is another's look as of none", async () => {
    const jobId = await newJob();
    expect(await service.reviseJob("another", { jobId, settings: webp })).toMatchObject({ error: { code: "notFound" } });
    expect(await store.job(jobId)).toMatchObject({ revision: 0 });
  });
});
