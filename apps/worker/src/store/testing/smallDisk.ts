import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { temporaryDirectory } from "./temporaryDirectory.ts";

const run = promisify(execFile);

/** Mounts a disk of so many megabytes on a directory, seen by this command alone, and runs the rest there. */
const onSmallDisk = (directory: string, megabytes: number, ...command: readonly string[]) =>
  run("unshare", ["-rm", "sh", "-c", `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && exec "$@"`, directory, ...command]);

/** Why a test that needs a small disk is skipped. */
export const noSmallDisk = "this machine lets no process mount a small disk of its own (unshare -rm)";

/**
 * Runs a module of this project on a new, empty disk of so many megabytes, whose directory is its argument. Gives the JSON that it prints;
 * null where this machine lets no process mount one ({@link noSmallDisk}).
 */
export async function reportFromSmallDisk<Report>(megabytes: number, module: string): Promise<Report | null> {
  const { path, remove } = await temporaryDirectory();
  try {
    const canMount = await onSmallDisk(path, 1, "true").then(
      () => true,
      () => false,
    );
    if (!canMount) return null;
    const { stdout } = await onSmallDisk(path, megabytes, process.execPath, module, path);
    return JSON.parse(stdout) as Report;
  } finally {
    await remove();
  }
}
