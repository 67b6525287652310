import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { jobViewSchema, taskViewSchema } from "@pixelmill/core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient, newId } from "../testing/client.ts";
import { type RunningWorker, startWorker } from "../testing/runningWorker.ts";
import { image, newJob, resultOf, upload } from "./testing/jobs.ts";

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

it("takes a packed drawing and gives it back packed, under its name, and shows both", async () => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><!-- ${"x".repeat(500)} --><path d="M0 0h9v9z"/></svg>`;
  const jobId = await newJob(client);
  await upload(client, jobId, { "art/a.svgz": gzipSync(drawing) });
  await client.trpc.jobs.seal.mutate({ jobId });
  const { tasks } = await client.ended(jobId);
  expect(tasks).toMatchObject([{ state: "optimized", outputs: [{ path: "art/a.svgz" }] }]);
  const file = `/api/v1/jobs/${jobId}/files/${tasks[0]?.id}`;
  const result = await client.get(`${file}/result`);
  expect(result.headers.get("content-encoding")).toBeNull();
  const text = gunzipSync(Buffer.from(await result.arrayBuffer())).toString();
  expect(text).toBe('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>');
  // A browser, as this client, unpacks what it is told is packed.
  const shown = await Promise.all(["source", "0"].map(async (side) => (await client.get(`${file}/view/${side}`)).text()));
  expect(shown).toEqual([drawing, text]);
  await client.trpc.jobs.delete.mutate({ jobId });
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
  expect(first?.outputs.map(({ path }) => path)).toEqual(["trip/a-100.webp", "trip/a-200.webp", "trip/a-100.avif", "trip/a.jpg"]);
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
