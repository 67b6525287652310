import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "../testing/client.ts";
import { makePhoto } from "../testing/images.ts";
import { childrenOf, isAlive } from "../testing/processes.ts";
import { startWorker } from "../testing/runningWorker.ts";
import { blobCount, newJob, resultOf, upload } from "./testing/jobs.ts";

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
    const photo = await makePhoto(1200, 900);
    // What follows a JPEG's end is no part of its picture, and makes another file of it.
    const photos = Array.from({ length: 16 }, (_, index) => Buffer.concat([photo, Buffer.from(`${index}`)]));
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
