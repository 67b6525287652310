import { join } from "node:path";
import { expect, it } from "vitest";
import { noSmallDisk, reportFromSmallDisk } from "../store/testing/smallDisk.ts";
import { type CrowdReport, crowd } from "./testing/crowdChild.ts";

/** What a service writes besides uploads: its job store, above all. */
const ownBytes = 1 << 20;

it("uploads that begin together leave the disk its reserve: what fits comes in, the others are refused", async ({ skip }) => {
  const report = await reportFromSmallDisk<CrowdReport>(24, join(import.meta.dirname, "testing", "crowdChild.ts"));
  if (report === null) return skip(noSmallDisk);
  const { answers, leastFreeBytes } = report;
  expect(leastFreeBytes).toBeGreaterThan(crowd.reserveBytes - ownBytes);
  const { 201: received = 0, "507 storageFull": refused = 0, cut = 0 } = answers;
  expect(received + refused + cut).toBe(crowd.uploads);
  expect(refused).toBeGreaterThanOrEqual(3);
  expect(received).toBeGreaterThanOrEqual(3);
  expect(received * crowd.bytes).toBeLessThanOrEqual(12 << 20);
});
