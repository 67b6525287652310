import { type ChildProcess, fork } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TaskRecord } from "@pixelmill/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockDirectory } from "./directoryLock.ts";
import { LocalBlobStore } from "./localBlobStore.ts";
import { SqliteJobStore } from "./sqliteJobStore.ts";
import { bytesOfKey, type CrashReport } from "./testing/crashChild.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

const rounds = 5;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await directory.remove();
});

const children: ChildProcess[] = [];

function startChild(): ChildProcess {
  const child = fork(join(import.meta.dirname, "testing", "crashChild.ts"), [directory.path], { stdio: "inherit" });
  children.push(child);
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

it("after kill -9 at random moments every reported write is there, whole and once", { timeout: 60_000 }, async () => {
  const reports: CrashReport[] = [];
  let sequence = 0;
  let interrupted = 0;
  for (let round = 0; round < rounds; round += 1) {
    const child = startChild();
    child.on("message", (report: CrashReport) => reports.push(report));
    await once(child, "message");
    await sleep(randomInt(400));
    await killed(child);
    interrupted += (await readdir(join(directory.path, "blobs", "tmp"))).length;
    sequence = await expectEverythingWhole(reports, sequence);
  }
  expect(reports.filter(({ step }) => step === "ended").length).toBeGreaterThan(rounds);
  expect(interrupted, "blobs that a kill met halfway").toBeGreaterThan(0);
});

it("a directory is held by its process and free again after kill -9", { timeout: 30_000 }, async () => {
  const child = startChild();
  await once(child, "message");
  expect(await lockDirectory(directory.path)).toMatchObject({ ok: false, error: { code: "dataDirectoryInUse" } });
  await killed(child);
  const lock = await lockDirectory(directory.path);
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value.release();
});

/** Gives the highest sequence there is; all that are above `before` must be new. */
async function expectEverythingWhole(reports: readonly CrashReport[], before: number): Promise<number> {
  const blobs = await LocalBlobStore.open(join(directory.path, "blobs"));
  const store = new SqliteJobStore(join(directory.path, "jobs.db"));
  try {
    const tasks = await allTasks(store);
    const byId = new Map(tasks.map((task) => [task.taskId, task]));
    expect(byId.size).toBe(tasks.length);
    for (const { step, taskId } of reports) {
      const task = byId.get(taskId);
      expect(task, `${step} ${taskId}`).toBeDefined();
      if (step === "ended") expect(["optimized", "failed"]).toContain(task?.state);
    }
    await expectBlobsWhole(blobs, tasks);
    const sequences = tasks.map((task) => task.sequence);
    expect(new Set(sequences).size).toBe(sequences.length);
    const highest = Math.max(...sequences);
    expect(highest).toBeGreaterThan(before);
    return highest;
  } finally {
    await store.close();
  }
}

async function expectBlobsWhole(blobs: LocalBlobStore, tasks: readonly TaskRecord[]): Promise<void> {
  const there = new Set<string>();
  for await (const key of blobs.list("")) {
    there.add(key);
    const bytes = Buffer.concat(await Array.fromAsync((await blobs.get(key)) ?? []));
    expect(bytes.equals(bytesOfKey(key)), key).toBe(true);
  }
  for (const { sourceKey, sha256, outputs } of tasks) {
    expect(there).toContain(sourceKey);
    expect(createHash("sha256").update(bytesOfKey(sourceKey)).digest("hex")).toBe(sha256);
    for (const { key } of outputs) if (key !== null) expect(there).toContain(key);
  }
  expect(await readdir(join(directory.path, "blobs", "tmp"))).toEqual([]);
}

/** All tasks, with the check that each job's totals and output paths hold. */
async function allTasks(store: SqliteJobStore): Promise<TaskRecord[]> {
  const all: TaskRecord[] = [];
  for (const { id } of await store.activeJobs()) {
    const tasks = await store.tasks(id, { offset: 0, limit: 100_000 });
    const delivered = tasks.flatMap(({ outputs }) => outputs).filter(({ path }) => path !== null);
    expect(new Set(delivered.map(({ path }) => path)).size).toBe(delivered.length);
    const totals = await store.totals(id);
    expect(totals).toMatchObject({ files: tasks.length, sourceBytes: tasks.reduce((sum, task) => sum + task.sourceBytes, 0) });
    expect(2 * totals.states.optimized).toBe(delivered.length);
    expect(totals.outputs).toBe(delivered.length);
    all.push(...tasks);
  }
  return all;
}
