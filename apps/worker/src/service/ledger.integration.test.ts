import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JobView, jobReportSchema, type SettingsInput, type TaskView } from "@pixelmill/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Client, createClient } from "../testing/client.ts";
import { makePhoto } from "../testing/images.ts";
import { type RunningWorker, startWorker } from "../testing/runningWorker.ts";

let dataDir: string;
let worker: RunningWorker;
let client: Client;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-ledger-"));
  await restart();
});

afterEach(async () => {
  worker.kill("SIGTERM");
  await worker.ended;
  await rm(dataDir, { recursive: true });
});

async function restart(): Promise<void> {
  worker = await startWorker({ dataDir });
  client = createClient(worker.url);
}

type Files = Readonly<Record<string, Uint8Array>>;

async function send(files: Files, settings: SettingsInput = {}): Promise<string> {
  const { id: jobId } = await client.trpc.jobs.create.mutate({ settings });
  for (const [path, bytes] of Object.entries(files)) expect((await client.put(jobId, path, bytes)).status).toBe(201);
  await client.trpc.jobs.seal.mutate({ jobId });
  return jobId;
}

interface EndedJob {
  readonly job: JobView;
  readonly tasks: readonly TaskView[];
  /** Bytes of every delivered file by its path. */
  readonly files: Readonly<Record<string, Buffer>>;
}

async function ended(jobId: string): Promise<EndedJob> {
  const { job, tasks } = await client.ended(jobId);
  const files: Record<string, Buffer> = {};
  for (const task of tasks) {
    for (const [position, { path }] of task.outputs.entries()) {
      const response = await client.get(`/api/v1/jobs/${jobId}/files/${task.id}/result/${position}`);
      expect(response.status).toBe(200);
      files[path ?? ""] = Buffer.from(await response.arrayBuffer());
    }
  }
  return { job, tasks, files };
}

const optimize = async (files: Files, settings?: SettingsInput): Promise<EndedJob> => ended(await send(files, settings));

/** Tasks that encoders have ended since the start. */
const encoded = async (): Promise<number> => (await client.trpc.system.metrics.query()).runMs.count;

async function blobCount(): Promise<number> {
  const entries = await readdir(join(dataDir, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

async function photos(count: number, width = 300): Promise<Files> {
  const made = Array.from({ length: count }, async (_, at) => [`p/${at}.jpg`, await makePhoto(width, 200, at + 1)] as const);
  return Object.fromEntries(await Promise.all(made));
}

const renamed = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`other/${path}`, bytes]));

it("a second job of the same files encodes nothing, and delivers the same files under its own names", async () => {
  const sources = await photos(3);
  const settings = { outputs: [{ format: "webp" as const }, { format: "original" as const }] };
  const first = await optimize(sources, settings);
  expect(await encoded()).toBe(3);
  const second = await optimize(renamed(sources), settings);
  expect(await client.trpc.system.metrics.query()).toMatchObject({ known: 3, runMs: { count: 3 }, ended: { optimized: 3 } });
  expect(second.files).toEqual(Object.fromEntries(Object.entries(first.files).map(([path, bytes]) => [`other/${path}`, bytes])));
  expect(second.tasks.flatMap(({ outputs, encodeMs }) => [encodeMs, ...outputs.map(({ result }) => "reused" in result)])).toEqual(
    Array.from({ length: 3 }, () => [null, true, true]).flat(),
  );
  expect(second.job).toMatchObject({ state: "finished", totals: { files: 3, known: 3, outputs: 6 } });
  const report = jobReportSchema.parse(await (await client.get(`/api/v1/jobs/${second.job.id}/report.json`)).json());
  expect(report.tasks).toEqual({ ran: 0, undelivered: 0, retries: 0, known: 3 });
});

it("other settings are encoded, and what Pixelmill made is left alone until it is to be something else", async () => {
  const sources = await photos(2);
  const { files } = await optimize(sources);
  await optimize(sources, { outputs: [{ quality: 50 }] });
  expect(await encoded()).toBe(4);
  const again = await optimize(files);
  expect(await encoded()).toBe(4);
  expect(again.files).toEqual(files);
  expect(again.tasks.map(({ outputs }) => outputs[0]?.result)).toMatchObject(
    Array.from({ length: 2 }, () => ({ status: "keptOriginal", reason: "alreadyOptimized", warnings: [] })),
  );
  const converted = await optimize(files, { outputs: [{ format: "webp" }] });
  expect(await encoded()).toBe(6);
  expect(converted.tasks.map(({ state }) => state)).toEqual(["optimized", "optimized"]);
});

it("a job keeps its files where the one that they were made for is deleted, and the last one takes them along", async () => {
  const sources = await photos(2);
  const first = await optimize(sources, { outputs: [{ format: "webp" }] });
  const second = await optimize(sources, { outputs: [{ format: "webp" }] });
  expect(await blobCount()).toBe(2 + 2 + 2);
  await client.trpc.jobs.delete.mutate({ jobId: first.job.id });
  expect(await blobCount()).toBe(2 + 2);
  expect((await ended(second.job.id)).files).toEqual(second.files);
  await client.trpc.jobs.delete.mutate({ jobId: second.job.id });
  expect(await blobCount()).toBe(0);
});

it("is as sure of what it knows after a kill, however far the second job was", async () => {
  const sources = await photos(40, 120);
  const settings = { outputs: [{ format: "webp" as const }] };
  const first = await optimize(sources, settings);
  const jobId = (await client.trpc.jobs.create.mutate({ settings })).id;
  const paths = Object.entries(sources);
  await Promise.all(paths.slice(0, 20).map(([path, bytes]) => client.put(jobId, path, bytes)));
  worker.kill("SIGKILL");
  await worker.ended;
  await restart();
  for (const [path, bytes] of paths.slice(20)) expect((await client.put(jobId, path, bytes)).status).toBe(201);
  await client.trpc.jobs.seal.mutate({ jobId });
  const second = await ended(jobId);
  expect(second.files).toEqual(first.files);
  expect(second.job.totals).toMatchObject({ files: 40, known: 40 });
  expect(await encoded()).toBe(0);
  // Sources of two jobs, and the results once.
  expect(await blobCount()).toBe(40 + 40 + 40);
});
