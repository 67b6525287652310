import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, createClient } from "../testing/client.ts";
import { type HeapSession, openHeapSession } from "../testing/heapSession.ts";
import { makePhoto } from "../testing/images.ts";
import { type RunningWorker, startWorker } from "../testing/runningWorker.ts";

const few = 1_000;
const many = 10_000;

/**
 * What may come on top of a tenth: SQLite's page cache fills up to 2 MB (its default), and its index of the write-ahead log and the
 * allocator's free lists take about as much again.
 */
const allowanceBytes = 4e6;

const uploadsAtOnce = 8;

let dataDir: string;
let worker: RunningWorker;
let client: Client;
let heap: HeapSession;
let photo: Buffer;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "pixelmill-many-"));
  worker = await startWorker({ dataDir, env: { NODE_OPTIONS: "--inspect=127.0.0.1:0", LEDGER: "off" } });
  client = createClient(worker.url);
  heap = await openHeapSession(worker.output);
  photo = await makePhoto(64, 64);
});

afterAll(async () => {
  heap.close();
  worker.kill("SIGTERM");
  await worker.ended;
  rmSync(dataDir, { recursive: true });
});

/** Hands files in until the job has so many, and waits until all of them have ended. */
async function fill(jobId: string, from: number, to: number): Promise<void> {
  let next = from;
  const upload = async (): Promise<void> => {
    while (next < to) {
      const response = await client.put(jobId, `folder/photo-${next++}.jpg`, photo);
      expect(response.status).toBe(201);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, upload));
  while ((await endedOf(jobId)) < to) await sleep(100);
}

async function endedOf(jobId: string): Promise<number> {
  const { states } = (await client.trpc.jobs.get.query({ jobId })).totals;
  expect(states.failed + states.cancelled).toBe(0);
  return states.optimized + states.keptOriginal;
}

/** Memory that is the worker's own, once it has let go of what it does not need. In bytes. */
async function settledBytes(): Promise<number> {
  // What V8 frees goes back to the system a little later; the second time finds what finalizers let go.
  for (let time = 0; time < 3; time += 1) {
    await heap.collectGarbage();
    await sleep(1000);
  }
  return 1024 * Number(/^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${worker.pid}/status`, "utf8"))?.[1]);
}

test.skipIf(!existsSync("/proc/self/status"))(
  "the service holds as much memory after 10,000 files as after 1,000, and nothing of the ended ones",
  { timeout: 1_800_000 },
  async () => {
    const { id: jobId } = await client.trpc.jobs.create.mutate({ settings: { outputs: [{ format: "webp" }] } });
    await fill(jobId, 0, few);
    const fewBytes = await settledBytes();
    await fill(jobId, few, many);
    const manyBytes = await settledBytes();
    // Node's own queue of ticks holds 2,048.
    expect(await heap.collectionsHolding(many / 2)).toEqual([]);
    expect(manyBytes).toBeLessThan(1.1 * fewBytes + allowanceBytes);
    expect(await endedOf(jobId)).toBe(many);
  },
);
