import { join } from "node:path";
import { expect, it } from "vitest";
import { canMountSmallDisk, onSmallDisk } from "../store/testing/smallDisk.ts";
import { temporaryDirectory } from "../store/testing/temporaryDirectory.ts";
import { type CrowdReport, crowd } from "./testing/crowdChild.ts";

/** What a service writes besides uploads: its job store, above all. */
const ownBytes = 1 << 20;

it("uploads that begin together leave the disk its reserve: what fits comes in, the others are refused", async ({ skip }) => {
  const directory = await temporaryDirectory();
  try {
    if (!(await canMountSmallDisk(directory.path)))
      return skip("this machine lets no process mount a small disk of its own (unshare -rm)");
    const child = join(import.meta.dirname, "testing", "crowdChild.ts");
    const { stdout } = await onSmallDisk(directory.path, 24, process.execPath, child, directory.path);
    const { answers, leastFreeBytes }: CrowdReport = JSON.parse(stdout);
    expect(leastFreeBytes).toBeGreaterThan(crowd.reserveBytes - ownBytes);
    const { 201: received = 0, "507 storageFull": refused = 0, cut = 0 } = answers;
    expect(received + refused + cut).toBe(crowd.uploads);
    expect(refused).toBeGreaterThanOrEqual(3);
    expect(received).toBeGreaterThanOrEqual(3);
    expect(received * crowd.bytes).toBeLessThanOrEqual(12 << 20);
  } finally {
    await directory.remove();
  }
});
