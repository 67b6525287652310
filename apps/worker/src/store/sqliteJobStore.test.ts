import { join } from "node:path";
import { outputPaths } from "@pixelmill/core";
import { expect, it } from "vitest";
import { jobStoreContract } from "./contract/jobStore.contract.ts";
import { SqliteJobStore } from "./sqliteJobStore.ts";
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
