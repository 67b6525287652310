import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import type { FullDiskReport } from "./testing/fullDiskChild.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

const run = promisify(execFile);

/** Mounts a disk of 8 MB, seen by this command alone, and runs the rest there. */
const onSmallDisk = (directory: string, ...command: readonly string[]) =>
  run("unshare", ["-rm", "sh", "-c", 'mount -t tmpfs -o size=8m tmpfs "$0" && exec "$@"', directory, ...command]);

it("a full disk fails the write alone, keeps what was stored, and all goes on once there is room", { timeout: 60_000 }, async ({
  skip,
}) => {
  const directory = await temporaryDirectory();
  try {
    const canMount = await onSmallDisk(directory.path, "true").then(
      () => true,
      () => false,
    );
    if (!canMount) return skip("this machine lets no process mount a small disk of its own (unshare -rm)");
    const child = join(import.meta.dirname, "testing", "fullDiskChild.ts");
    const { stdout } = await onSmallDisk(directory.path, process.execPath, child, directory.path);
    const report: FullDiskReport = JSON.parse(stdout);
    expect(report).toMatchObject({
      blobError: "storageFull",
      failedBlobIsAbsent: true,
      earlierBlobBytes: 100_000,
      leftovers: [],
      jobStoreError: "storageFull",
      tasksStored: report.tasksReported,
      afterMakingRoom: "none",
    });
  } finally {
    await directory.remove();
  }
});
