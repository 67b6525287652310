import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SqliteJobStore } from "../store/sqliteJobStore.ts";
import { aJob, anInfo, aSource, failed, withoutFile } from "../store/testing/samples.ts";
import { Activities } from "./activities.ts";
import { ChangeBell } from "./changeBell.ts";
import { jobChanges } from "./changes.ts";

let dataDir: string;
let store: SqliteJobStore;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-changes-"));
  store = new SqliteJobStore(join(dataDir, "jobs.db"));
});

afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

it("a task that ends while its row is read is told as running, and as ended next", async () => {
  const [bell, activities, stop] = [new ChangeBell(), new Activities(), new AbortController()];
  const job = aJob();
  const source = aSource(job.id);
  await store.createJob(job);
  await store.receive(source);
  await store.setInspected(source.taskId, anInfo);
  activities.entered(source.taskId, job.id);
  activities.running(source.taskId, 3);

  const read = store.changes.bind(store);
  vi.spyOn(store, "changes").mockImplementationOnce(async (...asked) => {
    const records = await read(...asked);
    await store.end(withoutFile(source.taskId, failed));
    activities.left(source.taskId);
    bell.ring(job.id);
    return records;
  });
  const events = jobChanges({ bell, store, activities, config: { resultsKeepMs: null } }, job, 0, stop.signal);
  const first = (await events.next()).value;
  const second = (await events.next()).value;
  expect(first?.changes).toMatchObject({
    tasks: [{ state: "queued" }],
    activity: { running: [{ taskId: source.taskId, encoder: 3 }] },
  });
  expect(second?.changes).toMatchObject({ tasks: [{ state: "failed" }], activity: { running: [] } });
  stop.abort();
  expect((await events.next()).done).toBe(true);
});
