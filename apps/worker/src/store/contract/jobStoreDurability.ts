import { isDelivered } from "@pixelmill/core";
import { expect, it } from "vitest";
import { aJob, aSource, delivered } from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

/** Describes what every JobStore keeps, whatever happens around a write. */
export function describeDurability(harness: JobStoreHarness): void {
  it("stores neighbours of a write that fails at the same moment", async () => {
    const job = aJob();
    await harness.store.createJob(job);
    const [first, last] = [aSource(job.id), aSource(job.id)];
    // The job in the middle is there already.
    const writes = [harness.store.receive(first), harness.store.createJob(job), harness.store.receive(last)];
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const stored = await harness.store.tasks(job.id, { offset: 0, limit: 9 });
    expect(stored.map(({ taskId }) => taskId)).toEqual([first.taskId, last.taskId]);
    expect((await harness.store.totals(job.id)).files).toBe(2);
  });

  it("holds everything after it was closed and opened again", async () => {
    const jobId = await harness.newJob();
    const [ended, waiting] = [await harness.received(jobId), await harness.received(jobId)];
    await harness.store.end(delivered(ended));
    const before = [
      await harness.store.job(jobId),
      await harness.taskOf(ended),
      await harness.taskOf(waiting),
      await harness.store.totals(jobId),
    ];
    await harness.reopen();
    expect([
      await harness.store.job(jobId),
      await harness.taskOf(ended),
      await harness.taskOf(waiting),
      await harness.store.totals(jobId),
    ]).toEqual(before);
    expect(isDelivered((await harness.outputOf(ended)).result)).toBe(true);
  });

  it("stores what was begun before it was closed, and refuses what comes after", async () => {
    const job = aJob();
    const creating = harness.store.createJob(job);
    await harness.store.close();
    await creating;
    await expect(harness.store.createJob(aJob())).rejects.toThrow();
    await harness.reopen();
    expect(await harness.store.job(job.id)).toEqual(job);
  });
}
