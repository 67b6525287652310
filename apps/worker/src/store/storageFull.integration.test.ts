import { join } from "node:path";
import { expect, it } from "vitest";
import type { FullDiskReport } from "./testing/fullDiskChild.ts";
import { canMountSmallDisk, onSmallDisk } from "./testing/smallDisk.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

it("a full disk fails the write alone, keeps what was stored, and all goes on once there is room", { timeout: 60_000 }, async ({
  skip,
}) => {
  const directory = await temporaryDirectory();
  try {
    if (!(await canMountSmallDisk(directory.path)))
      return skip("this machine lets no process mount a small disk of its own (unshare -rm)");
    const child = join(import.meta.dirname, "testing", "fullDiskChild.ts");
    const { stdout } = await onSmallDisk(directory.path, 8, process.execPath, child, directory.path);
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
