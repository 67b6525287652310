import { isDelivered } from "@pixelmill/core";
import { expect, it } from "vitest";
import { aJob, anId, aSource, delivered } from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

/** Describes what every JobStore keeps, whatever happens around a write. */
export function describeDurability(harness: JobStoreHarness): void {
  it("stores neighbours of a write that fails at the same moment", async () => {
    const jobId = await harness.newJob();
    const sources = [aSource(jobId), aSource(anId()), aSource(jobId)];
    const outcomes = await Promise.allSettled(sources.map((source) => harness.store.receive(source)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const stored = await harness.store.tasks(jobId, { offset: 0, limit: 9 });
    expect(stored.map(({ taskId }) => taskId)).toEqual([sources[0]?.taskId, sources[2]?.taskId]);
    expect((await harness.store.totals(jobId)).files).toBe(2);
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
