import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { LocalBlobStore } from "../localBlobStore.ts";
import { SqliteJobStore } from "../sqliteJobStore.ts";
import { StorageFullError } from "../storageFull.ts";
import { aJob, aSource } from "./samples.ts";

/** What happened on a disk that was filled. */
export interface FullDiskReport {
  readonly blobError: string;
  readonly failedBlobIsAbsent: boolean;
  readonly earlierBlobBytes: number | undefined;
  readonly leftovers: readonly string[];
  readonly jobStoreError: string;
  /** Tasks whose promise resolved, and tasks that the store has. */
  readonly tasksReported: number;
  readonly tasksStored: number;
  readonly afterMakingRoom: string;
}

async function fill(directory: string): Promise<FullDiskReport> {
  const store = new SqliteJobStore(join(directory, "jobs.db"));
  const job = aJob();
  await store.createJob(job);
  const blobs = await LocalBlobStore.open(join(directory, "blobs"));
  await blobs.put("earlier", bytes(100_000));

  const blobError = await nameOfError(blobs.put("too-large", bytes(64 << 20)));
  const failedBlobIsAbsent = (await blobs.head("too-large")) === null;
  const leftovers = await readdir(join(directory, "blobs", "tmp"));
  // Small ones, until not even they fit.
  for (let at = 0; (await nameOfError(blobs.put(`fill/${at}`, bytes(4096)))) === "none"; at += 1);

  let tasksReported = 0;
  let jobStoreError = "none";
  while (jobStoreError === "none") {
    jobStoreError = await nameOfError(store.receive(aSource(job.id, { path: "x".repeat(4000) })));
    if (jobStoreError === "none") tasksReported += 1;
  }
  const tasksStored = (await store.tasks(job.id, { offset: 0, limit: 100_000 })).length;
  await blobs.delete(await Array.fromAsync(blobs.list("fill/")));
  const afterMakingRoom = await nameOfError(store.receive(aSource(job.id)));
  const earlierBlobBytes = (await blobs.head("earlier"))?.bytes;
  await store.close();
  return {
    blobError,
    failedBlobIsAbsent,
    earlierBlobBytes,
    leftovers,
    jobStoreError,
    tasksReported,
    tasksStored,
    afterMakingRoom,
  };
}

const nameOfError = (writing: Promise<unknown>): Promise<string> =>
  writing.then(
    () => "none",
    (error: unknown) => (error instanceof StorageFullError ? error.code : String(error)),
  );

async function* bytes(count: number): AsyncGenerator<Uint8Array> {
  for (let left = count; left > 0; left -= 65_536) yield Buffer.alloc(Math.min(left, 65_536));
}

const [directory] = process.argv.slice(2);
if (import.meta.main && directory !== undefined) console.log(JSON.stringify(await fill(directory)));
