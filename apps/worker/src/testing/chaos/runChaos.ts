import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ChaosReport } from "./main.ts";

const run = promisify(execFile);

/** What is mounted where the disk is filled: as small as a run leaves room on, with few enough inodes to be used up. */
const mount = 'mkdir -p "$0/disk" && mount -t tmpfs -o size=160m,nr_inodes=6000 tmpfs "$0/disk" && exec "$@"';

export interface ChaosWish {
  /** How long faults come, in milliseconds. */
  readonly ms: number;
  /** Left out it is any; the number is in the run's words. `CHAOS_SEED` gives one from outside. */
  readonly seed?: number;
  /** Whether what is stopped is left to the service, which ends it at a task's deadline, half a minute later. */
  readonly stopsForGood: boolean;
}

/**
 * Runs the service in a storm of faults, in processes of their own, on a small disk that this run alone sees where the machine lets it
 * mount one (unshare -rm), else on this one without filling it.
 */
export async function runChaos({ ms, seed = Number(process.env.CHAOS_SEED ?? randomInt(1e9)), stopsForGood }: ChaosWish) {
  const directory = await mkdtemp(join(tmpdir(), "pixelmill-chaos-"));
  try {
    const onSmallDisk = (...command: readonly string[]) => ["unshare", "-rm", "sh", "-c", mount, directory, ...command];
    const hasDisk = await succeeds(onSmallDisk("true"));
    if (!hasDisk) console.warn("chaos: no small disk can be mounted here (unshare -rm), so none is filled");
    const flags = [...(hasDisk ? ["--disk"] : []), ...(stopsForGood ? ["--for-good"] : [])];
    const program = join(import.meta.dirname, "main.ts");
    const command = [process.execPath, program, "--data", directory, "--seed", String(seed), "--ms", String(ms), ...flags];
    const [file = "", ...words] = hasDisk ? onSmallDisk(...command) : command;
    const { stdout } = await run(file, words, { maxBuffer: 1 << 26 });
    const report: ChaosReport = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    console.log(`chaos, seed ${seed}: ${JSON.stringify({ ...report, failedStarts: report.failedStarts.length })}`);
    return { seed, report };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const succeeds = ([file = "", ...words]: readonly string[]): Promise<boolean> =>
  run(file, words).then(
    () => true,
    () => false,
  );
