import { join } from "node:path";
import { expect, it } from "vitest";
import type { FullDiskReport } from "./testing/fullDiskChild.ts";
import { noSmallDisk, reportFromSmallDisk } from "./testing/smallDisk.ts";

it("a full disk fails the write alone, keeps what was stored, and all goes on once there is room", { timeout: 60_000 }, async ({
  skip,
}) => {
  const report = await reportFromSmallDisk<FullDiskReport>(8, join(import.meta.dirname, "testing", "fullDiskChild.ts"));
  if (report === null) return skip(noSmallDisk);
  expect(report).toMatchObject({
    blobError: "storageFull",
    failedBlobIsAbsent: true,
    earlierBlobBytes: 100_000,
    leftovers: [],
    jobStoreError: "storageFull",
    tasksStored: report.tasksReported,
    afterMakingRoom: "none",
  });
});
