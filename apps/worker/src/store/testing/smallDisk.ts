import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Mounts a disk of so many megabytes on a directory, seen by this command alone, and runs the rest there. */
export const onSmallDisk = (directory: string, megabytes: number, ...command: readonly string[]) =>
  run("unshare", ["-rm", "sh", "-c", `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && exec "$@"`, directory, ...command]);

/** Whether this machine lets a process mount a small disk of its own (`unshare -rm`). */
export const canMountSmallDisk = (directory: string): Promise<boolean> =>
  onSmallDisk(directory, 1, "true").then(
    () => true,
    () => false,
  );
