import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSettings, type Id, type JobRecord, settingsSchema } from "@pixelmill/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configFromEnv } from "../config/config.ts";
import { type TestEngine, testEngineOf } from "../http/testing/testEngine.ts";
import { silentLog } from "../pool/log.ts";
import { LocalBlobStore } from "../store/localBlobStore.ts";
import { SqliteJobStore } from "../store/sqliteJobStore.ts";
import { StorageFullError } from "../store/storageFull.ts";
import { aJob, anId, anInfo, failed, withoutFile } from "../store/testing/samples.ts";
import { createService, type RunningService } from "./createService.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

const owner = "owner";

let dataDir: string;
let store: SqliteJobStore;
let blobs: LocalBlobStore;
let service: RunningService;
let engine: TestEngine;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-service-"));
  store = new SqliteJobStore(join(dataDir, "jobs.db"));
  blobs = await LocalBlobStore.open(join(dataDir, "blobs"));
  const config = configFromEnv({ DATA_DIR: dataDir, DISK_RESERVE: "0" });
  if (!config.ok) throw new Error(config.problems.join());
  service = createService({ config: config.config, store, blobs, log: silentLog });
  engine = testEngineOf(join(dataDir, "desks"));
});

afterEach(async () => {
  await service.stop(0);
  await store.close();
  await rm(dataDir, { recursive: true });
});

async function storedJob(): Promise<JobRecord> {
  const job = aJob({ owner });
  await store.createJob(job);
  return job;
}

/** A task in the store whose bytes are there, inspected and waiting, as a killed service leaves it. */
async function queuedTask(jobId: Id): Promise<Id> {
  const source = await storedSource("optimize me");
  const taskId = anId();
  await store.receive({ taskId, jobId, path: "a.jpg", ...source });
  await store.setInspected(taskId, anInfo);
  return taskId;
}

async function storedSource(text: string) {
  const sourceKey = `sources/${anId()}`;
  const sourceBytes = await blobs.put(
    sourceKey,
    (async function* () {
      yield Buffer.from(text);
    })(),
  );
  return { sourceKey, sourceBytes, sha256: "0".repeat(64) };
}

const announced = (jobId: Id) => ({ jobId, taskId: anId(), path: "a.jpg" });

async function upload(jobId: Id, text: string) {
  const taskId = anId();
  const received = await service.receiveUpload(owner, { jobId, taskId, path: "a.jpg" }, await storedSource(text));
  return { taskId, received };
}

async function newJob(settings = defaultSettings): Promise<Id> {
  const job = await service.createJob(owner, { settings, priority: "normal" });
  if (!job.ok) throw new Error(job.error.message);
  return job.value.id;
}

const stateOf = async (taskId: Id) => (await store.task(taskId))?.state;

describe("a start after a kill", () => {
  it("ends the tasks of a job that was cancelled before they had ended", async () => {
    const { id } = await storedJob();
    const taskId = await queuedTask(id);
    await store.setJobState(id, "cancelled", 1);
    await service.start();
    await expect.poll(() => stateOf(taskId)).toBe("cancelled");
    expect((await store.job(id))?.state).toBe("cancelled");
  });

  it("goes on with a task that was to be tried again in a finished job", async () => {
    const { id } = await storedJob();
    const taskId = await queuedTask(id);
    await store.end(withoutFile(taskId, failed));
    await store.setJobState(id, "finished", 1);
    await store.reopen(taskId);
    await service.start();
    await expect.poll(() => stateOf(taskId)).toBe("optimized");
    await expect.poll(async () => (await store.job(id))?.state).toBe("finished");
  });
});

describe("commits", () => {
  it("of inspection hold no encode up", async () => {
    await service.start();
    const stored = Promise.withResolvers<void>();
    vi.spyOn(store, "setInspected").mockReturnValueOnce(stored.promise);
    const { taskId } = await upload(await newJob(), "optimize me");
    await expect.poll(() => stateOf(taskId)).toBe("optimized");
    stored.resolve();
  });

  it("are shared by the last task's end and its job's", async () => {
    await service.start();
    const jobId = await newJob();
    const { taskId } = await upload(jobId, "wait");
    await service.sealJob(owner, jobId);
    await expect.poll(() => engine.waiting).toBe(1);
    const jobAtEnd = vi.fn(async () => (await store.job(jobId))?.state);
    const realEnd = store.end.bind(store);
    vi.spyOn(store, "end").mockImplementation(async (end) => {
      const outcome = await realEnd(end);
      await jobAtEnd();
      return outcome;
    });
    await engine.endWaiting();
    expect(await stateOf(taskId)).toBe("optimized");
    await expect(jobAtEnd.mock.results[0]?.value).resolves.toBe("finished");
  });
});

describe("a file that comes while its job ends", () => {
  it.each(["cancelJob", "sealJob"] as const)("is refused where %s was first", async (end) => {
    await service.start();
    const jobId = await newJob();
    const file = { ...announced(jobId), source: await storedSource("late") };
    const [, received] = await Promise.all([service[end](owner, jobId), service.receiveUpload(owner, file, file.source)]);
    expect(received).toMatchObject({ ok: false, error: { code: "jobSealed" } });
    expect((await store.totals(jobId)).files).toBe(0);
    expect(await Array.fromAsync(blobs.list(""))).toEqual([]);
  });

  it("is refused with its bytes where the job's deletion was first", async () => {
    await service.start();
    const jobId = await newJob();
    const file = { ...announced(jobId), source: await storedSource("late") };
    const [, received] = await Promise.all([service.deleteJob(owner, jobId), service.receiveUpload(owner, file, file.source)]);
    expect(received).toMatchObject({ ok: false, error: { code: "notFound" } });
    expect(await Array.fromAsync(blobs.list(""))).toEqual([]);
  });

  it("ends with the others where it was first", async () => {
    await service.start();
    const jobId = await newJob();
    const file = { ...announced(jobId), source: await storedSource("early") };
    await Promise.all([service.receiveUpload(owner, file, file.source), service.cancelJob(owner, jobId)]);
    expect(await stateOf(file.taskId)).toBe("cancelled");
  });
});

describe("a task that is tried again", () => {
  it("opens its ended job again, in the same commit", async () => {
    await service.start();
    const jobId = await newJob();
    const { taskId } = await upload(jobId, "broken");
    await service.sealJob(owner, jobId);
    await expect.poll(async () => (await store.job(jobId))?.state).toBe("finished");
    const writes: string[] = [];
    for (const write of ["setJobState", "reopen"] as const) {
      const real: (...given: never[]) => unknown = store[write].bind(store);
      vi.spyOn(store, write).mockImplementation((...given: unknown[]) => {
        writes.push(write);
        return real(...(given as never[])) as never;
      });
    }
    expect(await service.retryTasks(owner, { jobId, taskIds: [taskId, anId()] })).toEqual({ ok: true, value: { retried: 1 } });
    expect(writes.slice(0, 2)).toEqual(["setJobState", "reopen"]);
    await expect.poll(async () => (await store.job(jobId))?.state).toBe("finished");
  });
});

describe("outputs of a task", () => {
  const twoOutputs = settingsSchema.parse({ outputs: [{ format: "webp" }, { format: "avif" }] });
  const newJobOfTwo = () => newJob(twoOutputs);
  const resultKeys = () => Array.fromAsync(blobs.list("results/"));

  it("are dropped with their files where the task is tried again", async () => {
    await service.start();
    const jobId = await newJobOfTwo();
    const { taskId } = await upload(jobId, "part of it");
    await expect.poll(() => stateOf(taskId)).toBe("failed");
    const [before] = await resultKeys();
    expect(await service.retryTasks(owner, { jobId, taskIds: [taskId] })).toEqual({ ok: true, value: { retried: 1 } });
    await expect.poll(() => stateOf(taskId)).toBe("failed");
    const after = await resultKeys();
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
  });

  it("are made anew once there is room where the file of one could not be stored", async () => {
    await service.start();
    const adopt = vi.spyOn(blobs, "adopt").mockRejectedValueOnce(new StorageFullError());
    const { taskId } = await upload(await newJobOfTwo(), "two of me");
    await expect.poll(() => stateOf(taskId), { timeout: 10_000 }).toBe("optimized");
    expect(adopt).toHaveBeenCalledTimes(4);
    expect(await resultKeys()).toHaveLength(2);
  });

  it("fail alone where only their own file cannot be taken over", async () => {
    await service.start();
    vi.spyOn(blobs, "adopt").mockRejectedValueOnce(new Error("not a plain file"));
    const { taskId } = await upload(await newJobOfTwo(), "two of me");
    await expect.poll(() => stateOf(taskId)).toBe("failed");
    const outputs = (await store.task(taskId))?.outputs.map(({ result, path }) => [result.status, path]);
    expect(outputs).toEqual([
      ["failed", null],
      ["optimized", "a.avif"],
    ]);
    expect(await resultKeys()).toHaveLength(1);
  });

  it("leave no file where their end cannot be stored", async () => {
    await service.start();
    vi.spyOn(store, "end").mockRejectedValueOnce(new Error("a bug"));
    const { taskId } = await upload(await newJobOfTwo(), "two of me");
    await expect.poll(() => stateOf(taskId)).toBe("failed");
    await expect.poll(resultKeys).toEqual([]);
  });

  it("are made anew where the disk had no room for their end, and only those files stay", async () => {
    await service.start();
    vi.spyOn(store, "end").mockRejectedValueOnce(new StorageFullError());
    const { taskId } = await upload(await newJobOfTwo(), "two of me");
    await expect.poll(() => stateOf(taskId), { timeout: 10_000 }).toBe("optimized");
    expect(await resultKeys()).toHaveLength(2);
  });

  it("are all cancelled with their task", async () => {
    await service.start();
    const jobId = await newJobOfTwo();
    const { taskId } = await upload(jobId, "wait");
    await expect.poll(() => engine.waiting).toBe(1);
    vi.spyOn(store, "end").mockRejectedValueOnce(new StorageFullError());
    await engine.endWaiting();
    await service.cancelJob(owner, jobId);
    expect((await store.task(taskId))?.outputs.map(({ result }) => result.status)).toEqual(["cancelled", "cancelled"]);
  });
});

describe("a disk that is full", () => {
  it("does not keep a file whose facts cannot be stored from being encoded", async () => {
    await service.start();
    vi.spyOn(store, "setInspected").mockRejectedValueOnce(new StorageFullError());
    const { taskId } = await upload(await newJob(), "no room");
    await expect.poll(() => stateOf(taskId)).toBe("optimized");
    expect((await store.task(taskId))?.info).toBeNull();
  });

  it("leaves a task whose end cannot be stored to be cancelled", async () => {
    await service.start();
    const jobId = await newJob();
    const { taskId } = await upload(jobId, "wait");
    await expect.poll(() => engine.waiting).toBe(1);
    const end = vi.spyOn(store, "end").mockRejectedValue(new StorageFullError());
    await engine.endWaiting();
    end.mockRestore();
    await service.cancelTasks(owner, { jobId, taskIds: [taskId] });
    expect(await stateOf(taskId)).toBe("cancelled");
  });

  it("lets a failed file be told of as soon as there is room, without a second look at it", async () => {
    await service.start();
    const jobId = await newJob();
    const inspect = vi.spyOn(engine, "inspect");
    vi.spyOn(store, "end").mockRejectedValueOnce(new StorageFullError());
    const { taskId } = await upload(jobId, "?no image");
    await expect.poll(() => stateOf(taskId), { timeout: 10_000 }).toBe("failed");
    expect(inspect).toHaveBeenCalledTimes(1);
  });

  it("lets a job finish once there is room for that", async () => {
    await service.start();
    const jobId = await newJob();
    const { taskId } = await upload(jobId, "optimize me");
    await expect.poll(() => stateOf(taskId)).toBe("optimized");
    vi.spyOn(store, "finishJob").mockRejectedValueOnce(new StorageFullError());
    await service.sealJob(owner, jobId);
    expect(await store.job(jobId)).toMatchObject({ state: "sealed" });
    await expect.poll(async () => (await store.job(jobId))?.state, { timeout: 10_000 }).toBe("finished");
  });
});
