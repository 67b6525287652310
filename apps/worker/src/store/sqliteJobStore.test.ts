import { join } from "node:path";
import { outputPaths } from "@pixelmill/core";
import { expect, it } from "vitest";
import { jobStoreContract } from "./contract/jobStore.contract.ts";
import { SqliteJobStore } from "./sqliteJobStore.ts";
import { StorageFullError } from "./storageFull.ts";
import { failCommits } from "./testing/failCommits.ts";
import { aJob, aSource, delivered } from "./testing/samples.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

jobStoreContract("SqliteJobStore", async () => {
  const directory = await temporaryDirectory();
  const file = join(directory.path, "jobs.db");
  let store = new SqliteJobStore(file);
  return {
    store,
    reopen: async () => {
      await store.close();
      store = new SqliteJobStore(file);
      return store;
    },
    discard: async () => {
      await store.close();
      await directory.remove();
    },
  };
});

it("gives each of 3,000 files of one name a path of its own, each with few look-ups", async () => {
  const directory = await temporaryDirectory();
  const store = new SqliteJobStore(join(directory.path, "jobs.db"));
  const job = aJob();
  await store.createJob(job);
  const sources = Array.from({ length: 3000 }, () => aSource(job.id));
  await Promise.all(sources.map((source) => store.receive(source)));
  const paths = () => outputPaths("a.png", "png", "webp");
  await Promise.all(sources.map(({ taskId }) => store.end(delivered(taskId, { paths: paths() }))));
  const tasks = await store.tasks(job.id, { offset: 0, limit: 5000 });
  expect(new Set(tasks.map(({ outputs }) => outputs[0]?.path)).size).toBe(3000);
  expect(tasks.at(-1)?.outputs[0]?.path).toBe("a-png-2999.webp");
  await store.close();
  await directory.remove();
});

it("knows after a failed commit what of a deletion is stored, and no more", async () => {
  const directory = await temporaryDirectory();
  const store = new SqliteJobStore(join(directory.path, "jobs.db"));
  const job = aJob();
  await store.createJob(job);
  const sources = Array.from({ length: 501 }, () => aSource(job.id));
  await Promise.all(sources.map((source) => store.receive(source)));
  const lastTask = sources.at(-1)?.taskId ?? "";

  const first = failCommits();
  await expect(Array.fromAsync(store.deleteJob(job.id))).rejects.toThrow(StorageFullError);
  first.mockRestore();
  expect(await store.deletedJobs()).toEqual([]);
  expect((await store.task(lastTask))?.taskId).toBe(lastTask);
  expect(await store.end(delivered(lastTask))).toBe("stored");

  const slices = store.deleteJob(job.id)[Symbol.asyncIterator]();
  await slices.next();
  const last = failCommits();
  await expect(slices.next()).rejects.toThrow(StorageFullError);
  last.mockRestore();
  expect(await store.deletedJobs()).toEqual([job.id]);
  expect(await store.task(lastTask)).toBeNull();
  await store.close();
  await directory.remove();
});
