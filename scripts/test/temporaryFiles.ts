import { rmSync } from "node:fs";
import { mkdtemp, statfs } from "node:fs/promises";
import path from "node:path";

/** The file system in memory of Linux. */
const SHARED_MEMORY = "/dev/shm";

/** Least room there, in bytes: the tests hold well under a gigabyte at a time. */
const LEAST_ROOM = 4 * 2 ** 30;

/** A folder for temporary files, and how to remove it with all that is in it. */
export interface TemporaryFiles {
  readonly path: string;
  remove(): void;
}

/**
 * A folder in memory for what the tests write, since thousands of stores wait for the disk at every commit: a third of
 * the time of the worker's tests. What survives a lost power supply is told by no test that runs on a real disk either.
 * `null`, and the system's folder for temporary files serves, where `TMPDIR` was chosen already or memory has no room.
 */
export async function temporaryFilesInMemory(
  environment: NodeJS.ProcessEnv = process.env,
  folder = SHARED_MEMORY,
): Promise<TemporaryFiles | null> {
  if (environment.TMPDIR !== undefined) return null;
  const stats = await statfs(folder).catch(() => null);
  if (stats === null || stats.bavail * stats.bsize < LEAST_ROOM) return null;
  const made = await mkdtemp(path.join(folder, "pixelmill-")).catch(() => null);
  return made === null ? null : { path: made, remove: () => rmSync(made, { recursive: true, force: true, maxRetries: 3 }) };
}
