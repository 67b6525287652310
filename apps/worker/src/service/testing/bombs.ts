import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorTable, type SettingsInput, type TaskResult, type TaskView } from "@pixelmill/core";
import sharp from "sharp";
import { expect } from "vitest";
import type { Bomb } from "../../bench/bombs/bombs.ts";
import { type Client, createClient } from "../../testing/client.ts";
import { type MostMemory, watchEncoders } from "../../testing/encoderMemory.ts";
import { makePhoto } from "../../testing/images.ts";
import { isTooFrank } from "../../testing/publicMessages.ts";
import { type RunningWorker, startWorker } from "../../testing/runningWorker.ts";
import { upload } from "./jobs.ts";

type OutputWishes = readonly NonNullable<SettingsInput["outputs"]>[number][];

/** Bombs that are sent together, and what is asked for of each. */
export interface BombWish {
  readonly bombs: readonly Bomb[];
  readonly outputs: OutputWishes;
}

/** What the service said of bombs, by the name of the file and in the order of the outputs. */
export type Verdicts = ReadonlyMap<string, readonly TaskResult[]>;

interface Siege {
  readonly client: Client;
  readonly verdicts: readonly Verdicts[];
  /** Photos of the normal job whose files are not whole; none is what is hoped for. */
  readonly damaged: readonly string[];
  readonly memory: MostMemory;
  readonly budgetBytes: number;
  /** Bytes of what was made of a bomb. */
  result(name: string): Promise<Buffer>;
}

/**
 * Runs a service of its own with these settings: bombs are sent as jobs, a job of photos right after them. `look` is told once all have
 * ended. Whatever the bombs are, each of them has to end in words of the table, and the service in order.
 */
export async function besiege(
  env: Readonly<Record<string, string>>,
  wishes: readonly BombWish[],
  look: (siege: Siege) => Promise<void>,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "pixelmill-bombs-"));
  const worker = await startWorker({ dataDir, env: { LEDGER: "off", ...env } });
  try {
    await look(await siegeOf(worker, wishes));
    worker.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
  } finally {
    worker.kill("SIGKILL");
    await worker.ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function siegeOf(worker: RunningWorker, wishes: readonly BombWish[]): Promise<Siege> {
  const client = createClient(worker.url);
  const { budgetBytes } = await client.trpc.system.capacity.query();
  const watch = watchEncoders(worker.pid);
  const jobs: string[] = [];
  for (const { bombs, outputs } of wishes)
    jobs.push(await startJob(client, outputs, Object.fromEntries(bombs.map(({ name, bytes }) => [name, bytes]))));
  const photos = await startJob(client, photoOutputs, await makePhotos());
  const damaged = await damagedOf(client, photos);
  const ended = await Promise.all(jobs.map((jobId) => client.ended(jobId)));
  const verdicts = ended.map(({ tasks }) => verdictsOf(tasks));
  return { client, verdicts, damaged, memory: watch.stop(), budgetBytes, result: (name) => resultOf(client, ended, name) };
}

const photoOutputs = [{ format: "webp" }, { format: "jpeg", resize: { mode: "longest", pixels: 320 } }] as const;
const [width, height] = [1000, 750];

async function makePhotos(): Promise<Record<string, Uint8Array>> {
  const photos = await Promise.all(Array.from({ length: 6 }, (_, seed) => makePhoto(width, height, seed + 1)));
  return Object.fromEntries(photos.map((photo, index) => [`photo-${index}.jpg`, photo]));
}

async function startJob(client: Client, outputs: OutputWishes, files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const { id: jobId } = await client.trpc.jobs.create.mutate({ settings: { outputs: [...outputs] } });
  await upload(client, jobId, files);
  await client.trpc.jobs.seal.mutate({ jobId });
  return jobId;
}

/** Waits for the job of photos; names those that are not there with all their pixels. */
async function damagedOf(client: Client, jobId: string): Promise<readonly string[]> {
  const { tasks } = await client.ended(jobId);
  expect(tasks).toHaveLength(6);
  const damaged: string[] = [];
  for (const { id, path } of tasks) {
    const sides = await Promise.all(
      photoOutputs.map((_, output) => sidesOf(client, `/api/v1/jobs/${jobId}/files/${id}/result/${output}`)),
    );
    const wanted = `${width}×${height}, 320×240`;
    if (sides.join(", ") !== wanted) damaged.push(`${path}: ${sides.join(", ")}`);
  }
  return damaged;
}

/** Decodes every pixel of a result. */
async function sidesOf(client: Client, address: string): Promise<string> {
  const bytes = Buffer.from(await (await client.get(address)).arrayBuffer());
  return sharp(bytes, { failOn: "warning" })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .then(
      ({ info }) => `${info.width}×${info.height}`,
      (error: unknown) => String(error),
    );
}

function verdictsOf(tasks: readonly TaskView[]): Verdicts {
  for (const { path, outputs } of tasks)
    for (const { result } of outputs) {
      if (result.status !== "failed") continue;
      expect(Object.keys(errorTable), path).toContain(result.error.code);
      expect(isTooFrank(result.error.message), result.error.message).toBe(false);
    }
  return new Map(tasks.map(({ path, outputs }) => [path, outputs.map(({ result }) => result)]));
}

async function resultOf(client: Client, ended: readonly Awaited<ReturnType<Client["ended"]>>[], name: string): Promise<Buffer> {
  for (const { job, tasks } of ended)
    for (const { id, path, outputs } of tasks) {
      const output = outputs.findIndex(({ path: delivered }) => delivered !== null);
      if (path !== name || output < 0) continue;
      return Buffer.from(await (await client.get(`/api/v1/jobs/${job.id}/files/${id}/result/${output}`)).arrayBuffer());
    }
  throw new Error(`nothing was delivered of ${name}`);
}

/** A result in a few words: its code and message, or what became of it. */
export const wordsOf = (result: TaskResult | undefined): string =>
  result?.status === "failed" ? `${result.error.code}: ${result.error.message}` : (result?.status ?? "no result");
