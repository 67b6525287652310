import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobChanges } from "@pixelmill/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../testing/client.ts";
import { makePhoto } from "../testing/images.ts";
import { type RunningWorker, startWorker } from "../testing/runningWorker.ts";
import { blobCount, image, newJob, upload } from "./testing/jobs.ts";

let dataDir: string;
let worker: RunningWorker;
let client: Client;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-service-"));
  worker = await startWorker({ dataDir });
  client = createClient(worker.url);
});

afterAll(async () => {
  worker.kill("SIGTERM");
  expect(await worker.ended).toBe(0);
  await rm(dataDir, { recursive: true });
});

/** Listens until an event fits, doing something once the first is here. */
async function collect(
  client: Client,
  jobId: string,
  lastEventId: string | undefined,
  fits: (changes: JobChanges) => boolean,
  onFirst: () => Promise<void> = async () => {},
): Promise<{ readonly paths: Set<string>; readonly lastId: string }> {
  const stop = new AbortController();
  const paths = new Set<string>();
  let lastId: string | null = null;
  for await (const { id, data } of client.changes(jobId, stop.signal, lastEventId)) {
    if (lastId === null) await onFirst();
    lastId = id;
    for (const { path } of data.tasks) paths.add(path);
    if (fits(data)) stop.abort();
  }
  return { paths, lastId: lastId ?? "" };
}

it("tells a subscriber every change, and after a reconnect only what came since", async () => {
  const jobId = await newJob(client, { format: "webp" });
  const first = await collect(
    client,
    jobId,
    undefined,
    (seen) => seen.job.totals.states.optimized === 1,
    async () => {
      await upload(client, jobId, { "one.jpg": await image("jpeg") });
    },
  );
  expect(first.paths).toEqual(new Set(["one.jpg"]));
  await upload(client, jobId, { "two.jpg": await image("jpeg") });
  await client.trpc.jobs.seal.mutate({ jobId });
  const second = await collect(client, jobId, first.lastId, (seen) => seen.job.state === "finished");
  expect(second.paths).toEqual(new Set(["two.jpg"]));
});

it("ends the events of a job that is deleted", async () => {
  const jobId = await newJob(client);
  const stop = new AbortController();
  const events = client.changes(jobId, stop.signal);
  expect((await events.next()).value?.data.job.state).toBe("open");
  await client.trpc.jobs.delete.mutate({ jobId });
  let last = await events.next();
  while (!last.done) last = await events.next();
  expect(stop.signal.aborted).toBe(false);
});

it("cancels a job: what waits ends at once, and a retry takes it up again", async () => {
  const jobId = await newJob(client, { format: "avif" });
  const photo = await makePhoto(1300, 1000);
  await upload(client, jobId, Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`p${index}.jpg`, photo])));
  await client.trpc.jobs.cancel.mutate({ jobId });
  const { job, tasks } = await client.ended(jobId);
  expect(job.state).toBe("cancelled");
  const cancelled = tasks.filter(({ state }) => state === "cancelled");
  expect(cancelled.length).toBeGreaterThan(0);
  const retried = cancelled.slice(0, 1).map(({ id }) => id);
  expect(await client.trpc.results.retry.mutate({ jobId, taskIds: retried })).toEqual({ retried: 1 });
  const again = await client.ended(jobId);
  expect(again.job.state).toBe("finished");
  expect(again.tasks.find(({ id }) => id === retried[0])?.state).toBe("optimized");
});

it("forgets a deleted job with every byte of it", async () => {
  const jobId = await newJob(client);
  await upload(client, jobId, { "a.jpg": await image("jpeg") });
  await client.trpc.jobs.seal.mutate({ jobId });
  const { tasks } = await client.ended(jobId);
  const before = await blobCount(dataDir);
  await client.trpc.jobs.delete.mutate({ jobId });
  expect(await blobCount(dataDir)).toBeLessThan(before);
  await expect(client.trpc.jobs.get.query({ jobId })).rejects.toMatchObject({ data: { failure: { code: "notFound" } } });
  expect((await client.get(`/api/v1/jobs/${jobId}/files/${tasks[0]?.id}/result`)).status).toBe(404);
});
