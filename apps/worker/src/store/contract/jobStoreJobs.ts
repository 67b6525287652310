import { settingsSchema } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import {
  aJob,
  anId,
  anInfo,
  aSource,
  cancelled,
  delivered,
  failed,
  keptOriginal,
  settingsOf,
  withoutFile,
} from "../testing/samples.ts";
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

    it("lists drafts, open and sealed jobs of all owners as active, the oldest first", async () => {
      const jobs = [
        aJob({ createdAt: 3, owner: "other" }),
        aJob({ createdAt: 1, state: "sealed" }),
        aJob({ createdAt: 2, state: "draft" }),
        aJob({ createdAt: 4 }),
      ];
      for (const job of [...jobs, aJob({ state: "finished" }), aJob({ state: "cancelled" })]) await harness.store.createJob(job);
      expect((await harness.store.activeJobs()).map(({ createdAt }) => createdAt)).toEqual([1, 2, 3, 4]);
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

  describe("a draft", () => {
    const newDraft = async () => {
      const job = aJob({ state: "draft" });
      await harness.store.createJob(job);
      return job.id;
    };

    it("takes files, and is started once, with the settings that its start brings", async () => {
      const jobId = await newDraft();
      await harness.received(jobId);
      const start = { settings: settingsOf(1), state: "open", at: 7 } as const;
      await harness.store.startJob(jobId, start);
      await harness.store.startJob(jobId, { settings: settingsOf(2), state: "sealed", at: 8 });
      await harness.reopen();
      expect(await harness.store.job(jobId)).toMatchObject({ state: "open", settings: settingsOf(1), createdAt: 7 });
      expect((await harness.store.totals(jobId)).files).toBe(1);
    });

    it("is no other job: what is started, ended, deleted or unknown stays as it is", async () => {
      const [open, deleted] = [await harness.newJob(), await newDraft()];
      const start = { settings: settingsOf(2), state: "sealed", at: 7 } as const;
      await harness.deleted(deleted);
      for (const jobId of [open, deleted, anId()]) await harness.store.startJob(jobId, start);
      expect(await harness.store.job(open)).toMatchObject({ state: "open", settings: settingsSchema.parse({}) });
      expect(await harness.store.job(deleted)).toBeNull();
    });

    it("does not end, even without a task", async () => {
      const jobId = await newDraft();
      expect(await harness.store.finishJob(jobId, 5)).toBe("draft");
      expect(await harness.store.job(jobId)).toMatchObject({ state: "draft", finishedAt: null });
    });

    it.each([
      [1, 3],
      [3, 1],
      [3, 2],
    ])(
      "with %i outputs, started with %i, has as many of every task that has failed, and tells it anew",
      async (before, after) => {
        const job = aJob({ state: "draft", settings: settingsOf(before) });
        await harness.store.createJob(job);
        const [broken, waiting] = [await harness.received(job.id), await harness.received(job.id)];
        await harness.store.end(withoutFile(broken, failed, before));
        const { sequence } = await harness.taskOf(waiting);
        const told = Math.max(sequence, (await harness.taskOf(broken)).sequence);
        await harness.store.startJob(job.id, { settings: settingsOf(after), state: "open", at: 7 });
        const task = await harness.taskOf(broken);
        expect(task.outputs).toEqual(Array.from({ length: after }, () => ({ result: failed, path: null, key: null })));
        expect((await harness.store.changes(job.id, told, 9)).map(({ taskId }) => taskId)).toEqual([broken]);
        expect((await harness.store.totals(job.id)).states).toMatchObject({ failed: 1, received: 1 });
      },
    );
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

  describe("ended jobs", () => {
    it("are listed from a moment back, the one that ended first first, without those at work again and those deleted", async () => {
      const at = (finishedAt: number | null, state: "finished" | "cancelled" | "sealed") => aJob({ finishedAt, state });
      const jobs = [at(3, "finished"), at(1, "cancelled"), at(2, "finished"), at(9, "finished"), at(null, "sealed")];
      for (const job of jobs) await harness.store.createJob(job);
      const deleted = at(1, "finished");
      await harness.store.createJob(deleted);
      await harness.deleted(deleted.id);
      expect((await harness.store.endedJobs(9, 10)).map(({ finishedAt }) => finishedAt)).toEqual([1, 2, 3]);
      expect((await harness.store.endedJobs(9, 2)).map(({ finishedAt }) => finishedAt)).toEqual([1, 2]);
      await harness.store.setJobState(jobs[1]?.id ?? "", "sealed", null);
      expect((await harness.store.endedJobs(9, 10)).map(({ finishedAt }) => finishedAt)).toEqual([2, 3]);
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

    it("of a job that has expired is remembered with its owner, one that its owner asked for is not", async () => {
      const [expired, deleted] = [await harness.newJob(undefined, "ada"), await harness.newJob()];
      await harness.received(expired);
      await Array.fromAsync(harness.store.deleteJob(expired, 1_700_000_000_000));
      await harness.deleted(deleted);
      await harness.reopen();
      expect(await harness.store.job(expired)).toBeNull();
      expect(await harness.store.expiredJob(expired)).toEqual({ owner: "ada", expiredAt: 1_700_000_000_000 });
      expect(await harness.store.expiredJob(deleted)).toBeNull();
    });

    it("of a job that has expired is forgotten months later", async () => {
      const [first, second] = [await harness.newJob(), await harness.newJob()];
      await Array.fromAsync(harness.store.deleteJob(first, 1_700_000_000_000));
      await Array.fromAsync(harness.store.deleteJob(second, 1_700_000_000_000 + 91 * 86_400_000));
      expect([await harness.store.expiredJob(first), await harness.store.expiredJob(second)]).toMatchObject([null, {}]);
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
