import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JobChanges, jobViewSchema, type SettingsInput, type TaskView, taskViewSchema } from "@pixelmill/core";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Client, createClient, newId } from "../testing/client.ts";
import { makePhoto } from "../testing/images.ts";
import { childrenOf, isAlive } from "../testing/processes.ts";
import { type RunningWorker, startWorker } from "../testing/runningWorker.ts";

const image = (format: "jpeg" | "png" | "webp", width = 300): Promise<Buffer> =>
  makePhoto(width, 200).then((photo) => sharp(photo).toFormat(format).toBuffer());

type OutputWish = NonNullable<SettingsInput["outputs"]>[number];

async function newJob(client: Client, ...outputs: OutputWish[]): Promise<string> {
  const settings = outputs.length === 0 ? {} : { outputs };
  return (await client.trpc.jobs.create.mutate({ settings })).id;
}

async function upload(client: Client, jobId: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) expect((await client.put(jobId, path, bytes)).status, path).toBe(201);
}

const resultOf = ({ outputs }: TaskView) => outputs[0]?.result;

describe("the service", () => {
  let dataDir: string;
  let worker: RunningWorker;
  let client: Client;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "pixelmill-service-"));
    worker = await startWorker({ dataDir, env: { MAX_MEGAPIXELS: "4" } });
    client = createClient(worker.url);
  });

  afterAll(async () => {
    worker.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    await rm(dataDir, { recursive: true });
  });

  it("optimizes a folder tree of several formats, each by its content", async () => {
    const jobId = await newJob(client, { format: "webp", resize: { mode: "longest", pixels: 150 } });
    await upload(client, jobId, {
      "trip/a.jpg": await image("jpeg"),
      "trip/b.png": await image("png"),
      "trip/deep/er/wrong.gif": await image("jpeg"),
    });
    await client.trpc.jobs.seal.mutate({ jobId });
    const { job, tasks } = await client.ended(jobId);
    expect(job.state).toBe("finished");
    // What clients get is what core says they get.
    expect(jobViewSchema.parse(job)).toEqual(job);
    expect(tasks.map((task) => taskViewSchema.parse(task))).toEqual(tasks);
    expect(tasks.map(({ state, outputs }) => [state, ...outputs.map(({ path }) => path)])).toEqual([
      ["optimized", "trip/a.webp"],
      ["optimized", "trip/b.webp"],
      ["optimized", "trip/deep/er/wrong.webp"],
    ]);
    for (const task of tasks) {
      const response = await client.get(`/api/v1/jobs/${jobId}/files/${task.id}/result`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width: 150, height: 100 });
      expect(resultOf(task)).toMatchObject({ output: { bytes: bytes.length } });
    }
  });

  it("makes several files of each image, in every format and size asked for", async () => {
    const [small, large] = [{ mode: "width", pixels: 100 } as const, { mode: "width", pixels: 200 } as const];
    const jobId = await newJob(
      client,
      { format: "webp", resize: small },
      { format: "webp", resize: large },
      { format: "avif", resize: small },
      { format: "original" },
    );
    const [photo, drawing] = [await image("jpeg"), await image("png")];
    await upload(client, jobId, { "trip/a.jpg": photo, "trip/b.png": drawing, "cut.jpg": photo.subarray(0, photo.length / 2) });
    await client.trpc.jobs.seal.mutate({ jobId });
    const { job, tasks } = await client.ended(jobId);
    expect(tasks.map((task) => taskViewSchema.parse(task))).toEqual(tasks);
    const [first, second, cut] = tasks;
    expect(first?.outputs.map(({ path }) => path)).toEqual([
      "trip/a-100.webp",
      "trip/a-200.webp",
      "trip/a-100.avif",
      "trip/a.jpg",
    ]);
    expect(second?.outputs.map(({ path }) => path).at(-1)).toBe("trip/b.png");
    expect(cut?.outputs.map(({ result }) => result.status)).toEqual(Array.from({ length: 4 }, () => "failed"));
    const expected = [
      { format: "webp", width: 100 },
      { format: "webp", width: 200 },
      { format: "heif", width: 100 },
      { format: "jpeg", width: 300 },
    ];
    let bytes = 0;
    for (const [position, facts] of expected.entries()) {
      const response = await client.get(`/api/v1/jobs/${jobId}/files/${first?.id}/result/${position}`);
      const file = Buffer.from(await response.arrayBuffer());
      bytes += file.length;
      expect(await sharp(file).metadata()).toMatchObject(facts);
      expect(first?.outputs[position]?.result).toMatchObject({ output: { bytes: file.length, width: facts.width } });
    }
    expect(job.totals).toMatchObject({
      files: 3,
      deliveredSourceBytes: photo.length + drawing.length,
      outputs: 8,
      states: { failed: 1 },
    });
    expect(job.totals.outputBytes).toBeGreaterThan(bytes);
    await client.trpc.jobs.delete.mutate({ jobId });
  });

  it("fails each bad file alone, with its own code, and loses nothing else", async () => {
    const good = await image("jpeg");
    const jobId = await newJob(client);
    await upload(client, jobId, {
      "good.jpg": good,
      "empty.jpg": new Uint8Array(),
      "text.jpg": Buffer.from("This is not an image at all, whatever its name says."),
      "cut.jpg": good.subarray(0, good.length / 2),
      "large.png": await sharp({ create: { width: 3000, height: 2000, channels: 3, background: "red" } })
        .png()
        .toBuffer(),
      "drawing.svg": Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><g>'),
      "../../up.jpg": good,
      [`${"n".repeat(300)}.jpg`]: good,
      "same.jpeg": good,
      "SAME.jpeg": good,
      "last.jpg": good,
    });
    await client.trpc.jobs.seal.mutate({ jobId });
    const { tasks, job } = await client.ended(jobId);
    const codes = Object.fromEntries(
      tasks.map((task) => {
        const result = resultOf(task);
        return [task.path, result?.status === "failed" ? result.error.code : null];
      }),
    );
    expect(codes).toMatchObject({
      "good.jpg": null,
      "empty.jpg": "emptyFile",
      "text.jpg": "unsupportedFormat",
      "cut.jpg": expect.stringMatching(/^(truncatedImage|corruptImage)$/),
      "large.png": "tooManyPixels",
      "drawing.svg": "truncatedImage",
      "last.jpg": null,
    });
    expect(job.totals).toMatchObject({ files: 11, states: { failed: 5 } });
    const paths = tasks.flatMap(({ outputs }) => outputs.flatMap(({ path }) => path ?? []));
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(6);
    expect(paths.join("\n")).not.toContain("..");
    for (const path of paths) expect(Buffer.byteLength(path), path).toBeLessThanOrEqual(255);
    const up = tasks.find(({ path }) => path === "../../up.jpg");
    expect(up?.outputs[0]?.result).toMatchObject({ warnings: expect.arrayContaining(["renamed"]) });
  });

  it("loses one bad file in a thousand, and nothing else", async () => {
    const jobId = await newJob(client, { format: "webp" });
    const small = await sharp(await image("png"))
      .resize(24)
      .png()
      .toBuffer();
    const names = Array.from({ length: 1000 }, (_, index) => `small/${index}.png`);
    for (let index = 0; index < names.length; index += 20) {
      const slice = names.slice(index, index + 20);
      await Promise.all(slice.map((path) => client.put(jobId, path, path === "small/500.png" ? Buffer.from("no image") : small)));
    }
    await client.trpc.jobs.seal.mutate({ jobId });
    const { job, tasks } = await client.ended(jobId);
    const failed = tasks.filter(({ state }) => state === "failed").map((task) => ({ path: task.path, result: resultOf(task) }));
    expect(failed).toMatchObject([{ path: "small/500.png", result: { error: { code: "unsupportedFormat" } } }]);
    expect(job.totals.states).toMatchObject({ optimized: 999, failed: 1 });
    expect(new Set(tasks.map(({ outputs }) => outputs[0]?.path)).size).toBe(1000);
  });

  it("encodes while the next file is still uploading", async () => {
    const jobId = await newJob(client, { format: "webp" });
    await upload(client, jobId, { "first.jpg": await image("jpeg") });
    // Nothing says that the job is complete; its first result is there all the same.
    await expect
      .poll(async () => (await client.trpc.jobs.get.query({ jobId })).totals.states.optimized, { timeout: 20_000 })
      .toBe(1);
    expect((await client.trpc.jobs.get.query({ jobId })).state).toBe("open");
    await client.trpc.jobs.cancel.mutate({ jobId });
  });

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

  it("takes a repeated upload of the same task for the same task", async () => {
    const jobId = await newJob(client);
    const [taskId, bytes] = [newId(), await image("jpeg")];
    expect((await client.put(jobId, "a.jpg", bytes, taskId)).status).toBe(201);
    expect((await client.put(jobId, "a.jpg", bytes, taskId)).status).toBe(200);
    await client.trpc.jobs.seal.mutate({ jobId });
    const { tasks } = await client.ended(jobId);
    expect(tasks).toHaveLength(1);
    expect((await client.put(jobId, "late.jpg", bytes)).status).toBe(409);
  });

  it("cancels a job: what waits ends at once, and a retry takes it up again", async () => {
    const jobId = await newJob(client, { format: "avif" });
    const photo = await makePhoto(1900, 1400);
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

  it("tells its capacity and what it measured", async () => {
    const capacity = await client.trpc.system.capacity.query();
    expect(capacity.encoders).toBeGreaterThanOrEqual(1);
    expect(capacity.usedBytes).toBeGreaterThan(50e6);
    expect(capacity.reservedBytes).toBeLessThanOrEqual(capacity.budgetBytes);
    const metrics = await client.trpc.system.metrics.query();
    expect(metrics.ended.optimized).toBeGreaterThan(0);
    expect(metrics.runMs.count).toBeGreaterThan(0);
    expect(metrics.spawnMs.count).toBeGreaterThanOrEqual(capacity.encoders);
  });

  it("tells what is wrong with a request", async () => {
    const answer = await client.get(`/api/trpc/jobs.get?input=${encodeURIComponent('{"jobId":"../../etc"}')}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { data: { failure: { code: "invalidRequest", message: expect.stringContaining("32 hexadecimal") } } },
    });
  });

  it("refuses a second process on its data directory", async () => {
    await expect(startWorker({ dataDir })).rejects.toThrow(/data directory/i);
  });
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

async function blobCount(dataDir: string): Promise<number> {
  const entries = await readdir(join(dataDir, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

describe.skipIf(process.platform !== "linux")("a killed service", () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "pixelmill-killed-"));
  });

  afterEach(() => rm(dataDir, { recursive: true }));

  it("leaves no encoder behind, and finishes its job after a restart, every file exactly once", async () => {
    const first = await startWorker({ dataDir });
    const before = createClient(first.url);
    const jobId = await newJob(before, { format: "webp" });
    const photos = await Promise.all(Array.from({ length: 24 }, (_, index) => makePhoto(1200, 900, index)));
    await upload(before, jobId, Object.fromEntries(photos.map((photo, index) => [`tree/${index % 4}/p${index}.jpg`, photo])));
    await before.trpc.jobs.seal.mutate({ jobId });
    await expect
      .poll(async () => (await before.trpc.jobs.get.query({ jobId })).totals.states.optimized, { timeout: 30_000 })
      .toBeGreaterThan(2);
    const encoders = childrenOf(first.pid);
    expect(encoders.length).toBeGreaterThanOrEqual(2);
    first.kill("SIGKILL");
    await first.ended;
    await expect.poll(() => encoders.filter(isAlive), { timeout: 10_000 }).toEqual([]);

    const second = await startWorker({ dataDir });
    const after = createClient(second.url);
    const { job, tasks } = await after.ended(jobId);
    expect(job.state).toBe("finished");
    expect(tasks.map(({ path }) => path).sort()).toEqual(photos.map((_, index) => `tree/${index % 4}/p${index}.jpg`).sort());
    for (const task of tasks) {
      expect(task.state).toBe("optimized");
      const bytes = Buffer.from(await (await after.get(`/api/v1/jobs/${jobId}/files/${task.id}/result`)).arrayBuffer());
      expect(await sharp(bytes).stats(), task.path).toBeDefined();
      expect(resultOf(task)).toMatchObject({ output: { bytes: bytes.length } });
    }
    // One source and one result for each file, nothing left over from the cut run.
    expect(await blobCount(dataDir)).toBe(2 * photos.length);
    second.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("on %s ends in order, with every process it started", async (signal) => {
    const worker = await startWorker({ dataDir });
    const client = createClient(worker.url);
    const jobId = await newJob(client, { format: "webp" });
    await upload(client, jobId, { "a.jpg": await makePhoto(1500, 1000), "b.jpg": await makePhoto(1500, 1000, 2) });
    const processes = childrenOf(worker.pid);
    worker.kill(signal);
    expect(await worker.ended).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
  });
});
