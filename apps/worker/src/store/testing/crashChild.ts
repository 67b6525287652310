import { createHash, randomInt } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { outputPaths } from "@pixelmill/core";
import { lockDirectory } from "../directoryLock.ts";
import { LocalBlobStore } from "../localBlobStore.ts";
import { SqliteJobStore } from "../sqliteJobStore.ts";
import { aJob, anId, anInfo, aSource, failed, optimized, settingsOf, withoutFile } from "./samples.ts";

/** Said of a task once the promise of that step has resolved. */
export interface CrashReport {
  readonly step: "received" | "ended";
  readonly taskId: string;
}

/** The bytes of a blob follow from its key, so that anyone can tell whether one is whole. */
export function bytesOfKey(key: string): Buffer {
  const seed = createHash("sha256").update(key).digest();
  return Buffer.alloc(1 + (seed.readUInt16LE() % 40_000) * 8, seed);
}

/** Slow, in small pieces, so that a kill meets it in the middle. */
async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 16_384) {
    yield bytes.subarray(at, at + 16_384);
    await sleep(randomInt(2));
  }
}

async function writeForever(directory: string): Promise<void> {
  if (!(await lockDirectory(directory)).ok) throw new Error("The directory is held by another.");
  const blobs = await LocalBlobStore.open(join(directory, "blobs"));
  const store = new SqliteJobStore(join(directory, "jobs.db"));
  const job = aJob({ settings: settingsOf(2) });
  await store.createJob(job);
  const report = (of: CrashReport) => process.send?.(of);

  const oneTask = async () => {
    const taskId = anId();
    const [sourceKey, outputKeys] = [`sources/${taskId}`, [`results/${taskId}/0`, `results/${taskId}/1`]];
    const bytes = bytesOfKey(sourceKey);
    const sourceBytes = await blobs.put(sourceKey, piecesOf(bytes));
    await store.receive(
      aSource(job.id, { taskId, sourceKey, sourceBytes, sha256: createHash("sha256").update(bytes).digest("hex") }),
    );
    report({ step: "received", taskId });
    await store.setInspected(taskId, anInfo);
    if (randomInt(4) === 0) {
      await store.end(withoutFile(taskId, failed, 2));
    } else {
      const outputs = outputKeys.map(async (key) => {
        const outputBytes = await blobs.put(key, piecesOf(bytesOfKey(key)));
        return { result: optimized(outputBytes), key, paths: outputPaths("a.png", "png", "webp") };
      });
      await store.end({ taskId, outputs: await Promise.all(outputs), encodeMs: 1 });
    }
    report({ step: "ended", taskId });
  };
  const oneAfterTheOther = async () => {
    for (;;) await oneTask();
  };
  await Promise.all(Array.from({ length: 8 }, oneAfterTheOther));
}

const [directory] = process.argv.slice(2);
// Without a parent nobody would stop it.
process.on("disconnect", () => process.exit());
if (import.meta.main && directory !== undefined) await writeForever(directory);
