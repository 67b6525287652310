import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSettings } from "@pixelmill/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer, uploadAndEnd } from "../http/testing/testServer.ts";
import { SqliteJobStore } from "../store/sqliteJobStore.ts";
import { aSource } from "../store/testing/samples.ts";
import * as diskRoom from "./diskRoom.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));
vi.mock("./diskRoom.ts", { spy: true });

const [hourMs, dayMs] = [3_600_000, 86_400_000];

let dataDir: string;
let server: TestServer;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-expiry-"));
  server = await startTestServer({ DISK_EXPIRE: "0" }, dataDir);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
  await rm(dataDir, { recursive: true });
});

/** A job of one optimized file that ended so long ago. */
async function endedJob(agoMs: number, content = "optimize me"): Promise<{ jobId: string; taskId: string }> {
  const jobId = await createJob(server);
  const { taskId } = await uploadAndEnd(server, jobId, "a.jpg", content);
  await server.store.setJobState(jobId, "finished", Date.now() - agoMs);
  return { jobId, taskId };
}

const isThere = async (jobId: string): Promise<boolean> => (await server.store.job(jobId)) !== null;
const blobs = (): Promise<string[]> => Array.fromAsync(server.blobs.list(""));

/** The disk has so many bytes free, and each blob takes a gigabyte of it. */
function pretendFree(bytes: number): void {
  vi.mocked(diskRoom.freeDiskBytes).mockImplementation(async () => bytes - 1e9 * (await blobs()).length);
}

async function restart(env: Record<string, string>): Promise<void> {
  await server.close();
  server = await startTestServer(env, dataDir);
}

describe("by age", () => {
  it("an ended job goes with its files once its time is over, and others stay", async () => {
    const [old, young] = [await endedJob(7 * dayMs + 1000), await endedJob(6 * dayMs, "optimize me too")];
    expect(await blobs()).toHaveLength(4);
    await server.service.expire();
    expect([await isThere(old.jobId), await isThere(young.jobId)]).toEqual([false, true]);
    expect(await blobs()).toHaveLength(2);
  });

  it("its owner is told that it has expired, others only that there is nothing", async () => {
    const { jobId, taskId } = await endedJob(8 * dayMs);
    await server.service.expire();
    expect(await server.service.job("local", jobId)).toMatchObject({ ok: false, error: { code: "jobExpired" } });
    expect(await server.service.job("stranger", jobId)).toMatchObject({ ok: false, error: { code: "notFound" } });
    const answer = await server.send(`/api/v1/jobs/${jobId}/files/${taskId}/result`);
    expect([answer.status, answer.code()]).toEqual([410, "jobExpired"]);
    expect(await server.service.jobs("local")).toEqual([]);
  });

  it("a job says when it will expire, from its end on", async () => {
    const jobId = await createJob(server);
    expect(await server.service.job("local", jobId)).toMatchObject({ value: { expiresAt: null } });
    await server.store.setJobState(jobId, "finished", 1000);
    expect(await server.service.job("local", jobId)).toMatchObject({ value: { expiresAt: 1000 + 7 * dayMs } });
  });

  it("a job that waits for files, and one that is at work, stay however old they are", async () => {
    const open = await createJob(server);
    const atWork = await createJob(server);
    await server.send(`/api/v1/jobs/${atWork}/files/${newId()}?path=a.jpg`, { method: "PUT", body: "wait" });
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    // As one is that was cancelled while a task of it runs.
    await server.store.setJobState(atWork, "cancelled", 1000);
    await server.service.expire();
    expect([await isThere(open), await isThere(atWork)]).toEqual([true, true]);
    await server.engine.endWaiting();
    await server.service.expire();
    expect(await isThere(atWork)).toBe(false);
  });

  it("a job that is being downloaded stays until that has ended", async () => {
    const { jobId, taskId } = await endedJob(8 * dayMs);
    const { get } = server.blobs;
    const reading = Promise.withResolvers<void>();
    const [begun, goOn] = [Promise.withResolvers<void>(), reading.promise];
    vi.spyOn(server.blobs, "get").mockImplementationOnce(async (...asked) => {
      begun.resolve();
      await goOn;
      return get.apply(server.blobs, asked);
    });
    const download = server.send(`/api/v1/jobs/${jobId}/files/${taskId}/result`);
    await begun.promise;
    await server.service.expire();
    expect(await isThere(jobId)).toBe(true);
    reading.resolve();
    expect((await download).body.toString()).toBe("optimi");
    await vi.waitFor(async () => {
      await server.service.expire();
      expect(await isThere(jobId)).toBe(false);
    });
  });

  it("a file that another job shares stays with that one", async () => {
    await restart({ DISK_EXPIRE: "0", LEDGER: "on" });
    const first = await endedJob(8 * dayMs);
    const second = await endedJob(0);
    expect((await server.store.task(second.taskId))?.outputs[0]?.result).toMatchObject({ reused: true });
    await server.service.expire();
    expect(await isThere(first.jobId)).toBe(false);
    expect((await server.send(`/api/v1/jobs/${second.jobId}/files/${second.taskId}/result`)).body.toString()).toBe("optimi");
  });

  it("nothing expires where that is off", async () => {
    const { jobId } = await endedJob(1000 * dayMs);
    await restart({ RESULTS_KEEP: "off", DISK_EXPIRE: "0" });
    await server.service.expire();
    expect(await server.service.job("local", jobId)).toMatchObject({ ok: true, value: { expiresAt: null } });
  });

  it("others are answered while a large job is deleted", async () => {
    const jobId = await createJob(server);
    await Promise.all(Array.from({ length: 1600 }, () => server.store.receive(aSource(jobId))));
    for (const { taskId } of await server.store.tasks(jobId, { offset: 0, limit: 2000 }))
      void server.store.end({ taskId, outputs: [{ result: { status: "cancelled" }, key: null, paths: [] }], encodeMs: null });
    await server.store.setJobState(jobId, "finished", 1000);
    let answered = 0;
    const deletion = server.service.expire();
    while (!(await Promise.race([deletion.then(() => true), server.service.jobs("local").then(() => false)]))) {
      await new Promise((resolve) => setImmediate(resolve));
      answered += 1;
    }
    expect(await isThere(jobId)).toBe(false);
    expect(answered).toBeGreaterThan(3);
  });
});

describe("by disk", () => {
  it("the jobs that ended first go, and no more than it takes", async () => {
    const jobs = [await endedJob(2 * hourMs, "1"), await endedJob(5 * hourMs, "2"), await endedJob(3 * hourMs, "3")];
    await restart({ DISK_EXPIRE: "2G" });
    // Six blobs: one job less leaves 2 GB.
    pretendFree(6e9);
    await server.service.expire();
    expect(await Promise.all(jobs.map(({ jobId }) => isThere(jobId)))).toEqual([true, false, true]);
  });

  it("a job that has just ended stays however little room there is", async () => {
    const [fresh, old] = [await endedJob(hourMs / 2), await endedJob(2 * hourMs)];
    await restart({ DISK_EXPIRE: "2G" });
    pretendFree(0);
    await server.service.expire();
    expect([await isThere(fresh.jobId), await isThere(old.jobId)]).toEqual([true, false]);
  });

  it("uploads that were cut are given up early", async () => {
    const uploads = join(dataDir, "uploads");
    const cut = "a".repeat(32);
    await restart({ DISK_EXPIRE: "2G" });
    pretendFree(0);
    await server.service.expire();
    await writeFile(join(uploads, cut), "x");
    await server.service.expire();
    expect(await readdir(uploads)).toEqual([cut]);
    const past = (Date.now() - 2 * hourMs) / 1000;
    await utimes(join(uploads, cut), past, past);
    await server.service.expire();
    expect(await readdir(uploads)).toEqual([]);
  });
});

describe("a job that nobody sends files to any more", () => {
  it("is closed after a while, so that it ends and its time begins", async () => {
    const jobId = await createJob(server);
    await uploadAndEnd(server, jobId, "a.jpg", "optimize me");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * dayMs - 60_000 });
    try {
      await server.service.expire();
      expect(await server.store.job(jobId)).toMatchObject({ state: "open" });
      vi.setSystemTime(Date.now() + 120_000);
      await server.service.expire();
      expect(await server.store.job(jobId)).toMatchObject({ state: "finished", finishedAt: expect.any(Number) });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a draft", () => {
  const newDraft = async () => {
    const job = await server.service.createJob("local", { settings: defaultSettings, priority: "normal", draft: true });
    if (!job.ok) throw new Error(job.error.message);
    const { id } = job.value;
    const taskId = newId();
    await server.send(`/api/v1/jobs/${id}/files/${taskId}?path=a.jpg`, { method: "PUT", body: "optimize me" });
    // One that is being looked into is at work.
    await vi.waitFor(async () => expect((await server.store.task(taskId))?.info).not.toBeNull());
    return id;
  };

  it("that nobody touches any more goes with its files, and its owner is told", async () => {
    const jobId = await newDraft();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * dayMs - 60_000 });
    try {
      await server.service.expire();
      expect(await isThere(jobId)).toBe(true);
      vi.setSystemTime(Date.now() + 120_000);
      await server.service.expire();
      expect(await server.service.job("local", jobId)).toMatchObject({ ok: false, error: { code: "jobExpired" } });
      expect(await blobs()).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("goes earlier where the disk is nearly full, and not while it is being started", async () => {
    const [idle, started] = [await newDraft(), await newDraft()];
    await restart({ DISK_EXPIRE: "2G" });
    pretendFree(0);
    // The look of the start, which may be under way.
    await server.service.expire();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * hourMs });
    try {
      const start = server.service.startJob("local", { jobId: started, settings: defaultSettings, sealed: true });
      await server.service.expire();
      expect(await start).toMatchObject({ ok: true });
      expect([await isThere(idle), await isThere(started)]).toEqual([false, true]);
    } finally {
      vi.useRealTimers();
    }
  });
});

it("a deletion that is cut is finished by the next start", async () => {
  const { jobId } = await endedJob(8 * dayMs);
  await server.close();
  const store = new SqliteJobStore(join(dataDir, "jobs.db"));
  for await (const _ of store.deleteJob(jobId, Date.now())) break;
  await store.close();
  server = await startTestServer({ DISK_EXPIRE: "0" }, dataDir);
  expect(await blobs()).toEqual([]);
  expect(await server.service.job("local", jobId)).toMatchObject({ ok: false, error: { code: "jobExpired" } });
});
