import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobReportSchema } from "@pixelmill/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { elementsOf } from "../bench/testing/wellFormed.ts";
import { SqliteJobStore } from "../store/sqliteJobStore.ts";
import { type Client, createClient } from "../testing/client.ts";
import { makePhoto } from "../testing/images.ts";
import { type RunningWorker, startWorker } from "../testing/runningWorker.ts";

let dataDir: string;
let worker: RunningWorker;
let client: Client;

async function begin(): Promise<void> {
  // The same few photos come again and again, and each is to be measured.
  worker = await startWorker({ dataDir, env: { LEDGER: "off" } });
  client = createClient(worker.url);
}

async function end(signal: NodeJS.Signals): Promise<void> {
  worker.kill(signal);
  await worker.ended;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-report-"));
  await begin();
});
afterAll(async () => {
  await end("SIGTERM");
  await rm(dataDir, { recursive: true });
});

interface Work {
  readonly files: number;
  readonly widths: readonly number[];
  readonly height: number;
  readonly format: "avif" | "webp";
  readonly priority?: "background" | "normal";
}

/** Photos of which each takes longer to make than twenty take to send: such a job is under way when its last file has come. */
const slow = { files: 60, widths: [520, 560, 600], height: 400, format: "avif" } as const;

/** A sealed job of photos, and one that is none. */
async function jobOf({ files, widths, height, format, priority = "normal" }: Work): Promise<string> {
  const { id } = await client.trpc.jobs.create.mutate({ settings: { outputs: [{ format, quality: 60 }] }, priority });
  const photos = await Promise.all(widths.map((width) => makePhoto(width, height)));
  await Promise.all(
    Array.from({ length: files }, (_, index) => client.put(id, `${index}.jpg`, photos[index % photos.length] ?? Buffer.alloc(0))),
  );
  await client.put(id, "<b>broken</b>.jpg", Buffer.from("no image at all"));
  await client.trpc.jobs.seal.mutate({ jobId: id });
  return id;
}

const optimizedOf = async (jobId: string): Promise<number> =>
  (await client.trpc.jobs.get.query({ jobId })).totals.states.optimized;

it("a finished job's report tells what was measured, as data and as a page, after a restart too", async () => {
  const jobId = await jobOf({ files: 30, widths: [60, 120, 240], height: 160, format: "webp" });
  await client.ended(jobId);
  const report = await client.trpc.jobs.report.query({ jobId });
  expect(jobReportSchema.parse(report)).toEqual(report);
  expect(report).toMatchObject({
    job: { id: jobId, state: "finished", totals: { files: 31 } },
    tasks: { ran: 30, undelivered: 0 },
    waitMs: { count: 30 },
    runMs: { count: 30 },
    outcomes: {
      formats: [{ from: "jpeg", to: "webp", outputs: 30, outputBytes: report.job.totals.outputBytes }],
      failures: [{ code: "unsupportedFormat", files: 1 }],
    },
  });
  const total = report.encoders.reduce((sum, { tasks }) => sum + tasks, 0);
  expect(total).toBe(30);
  expect(report.rates?.imagesPerSecond).toBeCloseTo(30 / (report.wallMs / 1000));
  expect(report.batchSizes.count).toBeGreaterThan(0);
  expect(report.engines).toMatchObject([
    { configuration: { inFlight: expect.any(Number), versions: { sharp: expect.any(String) } } },
  ]);
  expect(report.pools).toHaveLength(1);

  await end("SIGTERM");
  await begin();
  const { createdAt: _, ...after } = await client.trpc.jobs.report.query({ jobId });
  expect({ ...after, createdAt: report.createdAt }).toEqual(report);

  const answer = await client.get(`/api/v1/jobs/${jobId}/report`);
  const html = await answer.text();
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("content-security-policy")).toMatch(
    /^sandbox allow-downloads; default-src 'none'; style-src 'sha256-/,
  );
  expect(elementsOf(html).filter((name) => name === "figure").length).toBeGreaterThanOrEqual(9);
  for (const title of ["Savings: ", "Bytes before and after", "Failures by reason"])
    expect(html).toContain(`<figcaption>${title}`);
  expect(html).not.toMatch(/<script|NaN|Infinity|undefined|src=|href="(?!data:)/);
  const german = await (await client.get(`/api/v1/jobs/${jobId}/report?language=de`)).text();
  expect(elementsOf(german)).toEqual(elementsOf(html));
  expect(german).toMatch(/<html lang="de">[\s\S]*<h1>Bericht über einen Auftrag mit 31 Dateien<\/h1>/);
  expect(await (await client.get(`/api/v1/jobs/${jobId}/report.json`)).json()).toMatchObject({
    kind: "pixelmill-job",
    beganAt: report.beganAt,
  });
  if (process.env.KEEP_REPORT !== undefined) await writeFile(process.env.KEEP_REPORT, html);
});

it("a job without a run has a report, an unknown one none", async () => {
  const { id } = await client.trpc.jobs.create.mutate({});
  const html = await (await client.get(`/api/v1/jobs/${id}/report`)).text();
  elementsOf(html);
  expect(html).toContain("No image has been through an encoder yet.");
  expect((await client.get(`/api/v1/jobs/${"0".repeat(32)}/report`)).status).toBe(404);
  expect((await client.get("/api/v1/jobs/nonsense/report.json")).status).toBe(404);
});

it("an interactive image in the middle of a background job is the next task admitted, by the stored runs", async () => {
  const jobId = await jobOf({ ...slow, priority: "background" });
  const photo = await makePhoto(200, 150);
  await expect.poll(() => optimizedOf(jobId), { timeout: 30_000 }).toBeGreaterThan(10);
  const { id: urgent } = await client.trpc.jobs.create.mutate({
    settings: { outputs: [{ format: "webp" }] },
    priority: "interactive",
  });
  await client.put(urgent, "now.jpg", photo);
  await client.trpc.jobs.seal.mutate({ jobId: urgent });
  await Promise.all([client.ended(urgent), client.ended(jobId)]);
  const { encoders = 0, inFlight = 0 } = (await client.trpc.jobs.report.query({ jobId })).engines[0]?.configuration ?? {};

  await end("SIGTERM");
  const store = new SqliteJobStore(join(dataDir, "jobs.db"));
  const [mine] = (await Array.fromAsync(store.runsOf(urgent))).flat();
  const others = (await Array.fromAsync(store.runsOf(jobId))).flat();
  await store.close();
  await begin();

  if (mine === undefined) throw new Error("the interactive image has not run");
  const startsOf = (isWanted: (batch: number) => boolean) =>
    others.filter(({ batch }) => isWanted(batch)).map(({ startedAt }) => startedAt);
  const after = startsOf((batch) => batch > mine.batch);
  expect(after.length).toBeGreaterThan(0);
  // Batches are numbered as they are sent. What was sent later begins later, but for what finds a slot free at the same moment.
  expect(after.filter((at) => at < mine.startedAt).length).toBeLessThan(encoders * inFlight);
  // Of what had been sent before, each encoder kept no more than what it had begun when it was asked: the rest was sent again.
  const kept = new Set(
    others.filter(({ batch, startedAt }) => batch < mine.batch && startedAt > mine.startedAt).map(({ batch }) => batch),
  );
  expect(kept.size).toBeLessThanOrEqual(encoders);
});

it("a cancelled job's report tells what ran until then, a running one's how far it is", async () => {
  const jobId = await jobOf(slow);
  await expect.poll(() => optimizedOf(jobId), { timeout: 30_000 }).toBeGreaterThan(5);
  const soFar = await client.trpc.jobs.report.query({ jobId });
  expect(soFar.job.finishedAt).toBeNull();
  expect(soFar.tasks.ran).toBeGreaterThan(5);
  expect(soFar.pools).toHaveLength(1);
  await client.trpc.jobs.cancel.mutate({ jobId });
  await client.ended(jobId);
  const report = await client.trpc.jobs.report.query({ jobId });
  expect(report.job.state).toBe("cancelled");
  expect(report.tasks.ran).toBeGreaterThanOrEqual(soFar.tasks.ran);
});
