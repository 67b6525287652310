import { settingsSchema } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { aJob, anId, anInfo, aSource, cancelled, delivered, keptOriginal, withoutFile } from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

/** Describes what every JobStore does with jobs, and with their deletion. */
export function describeJobs(harness: JobStoreHarness): void {
  describe("jobs", () => {
    it("gives back what was stored", async () => {
      const job = aJob({
        priority: "background",
        settings: settingsSchema.parse({
          outputs: [{ format: "avif", resize: { mode: "longest", pixels: 99 } }, { quality: 7 }],
        }),
      });
      await harness.store.createJob(job);
      expect(await harness.store.job(job.id)).toEqual(job);
      expect(await harness.store.job(anId())).toBeNull();
    });

    it("refuses a second job of the same id and keeps the first", async () => {
      const job = aJob();
      await harness.store.createJob(job);
      await expect(harness.store.createJob({ ...job, owner: "other" })).rejects.toThrow();
      expect(await harness.store.job(job.id)).toEqual(job);
    });

    it("lists an owner's jobs and no other's, the newest first", async () => {
      const [first, second, third, foreign] = [aJob(), aJob({ createdAt: 1_800_000_000_000 }), aJob(), aJob({ owner: "other" })];
      for (const job of [first, second, third, foreign]) await harness.store.createJob(job);
      expect(await harness.store.jobs("owner")).toEqual([second, third, first]);
      expect(await harness.store.jobs("nobody")).toEqual([]);
    });

    it("lists open and sealed jobs of all owners as active, the oldest first", async () => {
      const jobs = [aJob({ createdAt: 3, owner: "other" }), aJob({ createdAt: 1, state: "sealed" }), aJob({ createdAt: 2 })];
      for (const job of [...jobs, aJob({ state: "finished" }), aJob({ state: "cancelled" })]) await harness.store.createJob(job);
      expect((await harness.store.activeJobs()).map(({ createdAt }) => createdAt)).toEqual([1, 2, 3]);
    });

    it("lists ended jobs as active while a task of theirs has not ended", async () => {
      const [received, queued, ended] = [await harness.newJob(), await harness.newJob(), await harness.newJob()];
      const tasks = await Promise.all([received, queued, ended].map((jobId) => harness.received(jobId)));
      await harness.store.setInspected(tasks[1] ?? "", anInfo);
      await harness.store.end(withoutFile(tasks[2] ?? "", cancelled));
      for (const jobId of [received, queued, ended]) await harness.store.setJobState(jobId, "cancelled", 1);
      expect((await harness.store.activeJobs()).map(({ id }) => id)).toEqual([received, queued]);
    });

    it("changes a job's state, and nothing for an unknown job", async () => {
      const jobId = await harness.newJob();
      await harness.store.setJobState(jobId, "finished", 5);
      expect(await harness.store.job(jobId)).toMatchObject({ state: "finished", finishedAt: 5 });
      await harness.store.setJobState(jobId, "sealed", null);
      expect(await harness.store.job(jobId)).toMatchObject({ state: "sealed", finishedAt: null });
      await harness.store.setJobState(anId(), "finished", 5);
    });
  });

  describe("a job's end", () => {
    it("comes once it is sealed and its last task has ended", async () => {
      const jobId = await harness.newJob();
      const taskIds = [await harness.received(jobId), await harness.received(jobId)];
      expect(await harness.store.finishJob(jobId, 5)).toBe("open");
      expect(await harness.store.job(jobId)).toMatchObject({ state: "open", finishedAt: null });
      await harness.store.setJobState(jobId, "sealed", null);
      for (const taskId of taskIds) {
        expect(await harness.store.finishJob(jobId, 6)).toBe("sealed");
        expect(await harness.store.job(jobId)).toMatchObject({ state: "sealed", finishedAt: null });
        await harness.store.end(withoutFile(taskId, cancelled));
      }
      await harness.store.moveJobToTop(jobId, 6);
      expect(await harness.store.finishJob(jobId, 7)).toBe("finished");
      expect(await harness.store.job(jobId)).toMatchObject({ state: "finished", finishedAt: 7, toppedAt: null });
      expect(await harness.store.finishJob(jobId, 8)).toBe("finished");
      expect(await harness.store.job(jobId)).toMatchObject({ finishedAt: 7 });
    });

    it("changes nothing of a cancelled job, of one without tasks that is open, and of none", async () => {
      const [cancelledId, openId] = [await harness.newJob(), await harness.newJob()];
      await harness.store.setJobState(cancelledId, "cancelled", 1);
      const states = await Promise.all([cancelledId, openId, anId()].map((jobId) => harness.store.finishJob(jobId, 5)));
      expect(states).toEqual(["cancelled", "open", null]);
      expect(await harness.store.job(cancelledId)).toMatchObject({ state: "cancelled", finishedAt: 1 });
      expect(await harness.store.job(openId)).toMatchObject({ state: "open" });
    });
  });

  describe("urgency", () => {
    it("changes a job's priority and keeps it over a restart", async () => {
      const jobId = await harness.newJob();
      await harness.store.setJobPriority(jobId, "interactive");
      await harness.store.setJobPriority(anId(), "background");
      await harness.reopen();
      expect(await harness.store.job(jobId)).toMatchObject({ priority: "interactive", toppedAt: null });
    });

    it("keeps when a job was moved to the top first, over a restart, until it ends", async () => {
      const jobId = await harness.newJob();
      await harness.store.moveJobToTop(jobId, 5);
      await harness.store.moveJobToTop(jobId, 6);
      await harness.store.moveJobToTop(anId(), 7);
      await harness.reopen();
      expect(await harness.store.job(jobId)).toMatchObject({ toppedAt: 5 });
      await harness.store.setJobState(jobId, "sealed", null);
      expect(await harness.store.job(jobId)).toMatchObject({ toppedAt: 5 });
      await harness.store.setJobState(jobId, "finished", 9);
      await harness.store.moveJobToTop(jobId, 10);
      expect(await harness.store.job(jobId)).toMatchObject({ toppedAt: null });
    });
  });

  describe("deletion", () => {
    it("forgets the job and its tasks, and no other's", async () => {
      const [jobId, otherId] = [await harness.newJob(), await harness.newJob()];
      const [taskId, otherTaskId] = [await harness.received(jobId), await harness.received(otherId)];
      await harness.deleted(jobId);
      expect([await harness.store.job(jobId), await harness.store.task(taskId)]).toEqual([null, null]);
      expect(await harness.store.tasks(jobId, { offset: 0, limit: 9 })).toEqual([]);
      expect((await harness.store.totals(jobId)).files).toBe(0);
      expect(await harness.store.end(delivered(taskId))).toBe("unknown");
      expect((await harness.taskOf(otherTaskId)).jobId).toBe(otherId);
      expect((await harness.store.totals(otherId)).files).toBe(1);
    });

    it("gives the blob keys that were the job's alone, each once", async () => {
      const [jobId, otherId] = [await harness.newJob(), await harness.newJob()];
      await harness.store.end(delivered(await harness.received(jobId, { sourceKey: "s1" }), { key: "r1" }));
      await harness.store.end(delivered(await harness.received(jobId, { sourceKey: "s2" }), { key: "s2", result: keptOriginal }));
      await harness.store.end(delivered(await harness.received(jobId, { sourceKey: "shared1" }), { key: "shared2" }));
      await harness.received(jobId, { sourceKey: "s1" });
      await harness.store.end(delivered(await harness.received(otherId, { sourceKey: "shared2" }), { key: "shared1" }));
      expect((await harness.deleted(jobId)).toSorted()).toEqual(["r1", "s1", "s2"]);
      expect(await harness.deleted(jobId)).toEqual([]);
    });

    it("of many tasks is done in slices, between which the job is gone already and others are written", async () => {
      const [jobId, otherId] = [await harness.newJob(), await harness.newJob()];
      const taskIds = await Promise.all(Array.from({ length: 1700 }, () => harness.received(jobId)));
      const order: string[] = [];
      for await (const keys of harness.store.deleteJob(jobId)) {
        order.push(`${keys.length}`);
        expect([await harness.store.job(jobId), await harness.store.task(taskIds.at(-1) ?? "")]).toEqual([null, null]);
        expect((await harness.store.jobs("owner")).map(({ id }) => id)).toEqual([otherId]);
        expect(await harness.store.activeJobs()).toHaveLength(1);
        expect(await harness.store.end(delivered(taskIds.at(-1) ?? ""))).toBe("unknown");
        expect(await harness.store.receive(aSource(jobId))).toBe("closed");
        await harness.received(otherId);
      }
      expect(order).toEqual(["500", "500", "500", "200"]);
      expect((await harness.store.totals(otherId)).files).toBe(4);
      expect(await harness.store.deletedJobs()).toEqual([]);
    });

    it("that is cut leaves the job gone, and the rest to the next start", async () => {
      const jobId = await harness.newJob();
      await Promise.all(Array.from({ length: 600 }, () => harness.received(jobId)));
      for await (const _ of harness.store.deleteJob(jobId)) break;
      await harness.reopen();
      expect(await harness.store.job(jobId)).toBeNull();
      expect(await harness.store.deletedJobs()).toEqual([jobId]);
      expect(await harness.deleted(jobId)).toHaveLength(100);
      expect(await harness.store.deletedJobs()).toEqual([]);
    });
  });
}
